// One pass over many events or samples in a process of its own: tells the CPU time and the memory of that pass.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32 } from 'node:zlib';

const { dist, pass, rows, keys, file } = JSON.parse(process.argv[2]);
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const CHUNK_ROWS = 65_536;
const ARM = 1;
const FIRE = 2;

const words = { text: '', key: '', id: '', digest: '' };
const scenario = {
  alphabet: [
    { name: 'arm', code: ARM, order: 'sequence', ...words },
    { name: 'fire', code: FIRE, order: 'sequence', ...words },
  ],
  rules: [
    { kind: 'exact', id: 'X1', level: 'must', text: '', events: ['arm', 'fire'] },
    { kind: 'edge', id: 'E1', level: 'must', text: '', before: 'arm', after: 'fire', join: 'key-id' },
    { kind: 'count', id: 'C1', level: 'must', text: '', event: 'fire', product: [rows / 2] },
  ],
  operations: () => rows / 2,
  expected,
};

let producedMicros = 0;
const passes = {
  canonical,
  'canonical bare': canonicalBare,
  trace,
  'trace bare': traceBare,
  expected: expectedOnly,
  samples,
  'samples bare': samplesBare,
};
const measure = await passes[pass]();
const residentBefore = process.memoryUsage().rss;
producedMicros = 0;
const before = process.cpuUsage();
const outcome = measure();
const { user, system } = process.cpuUsage(before);
const cpuMs = (user + system - producedMicros) / 1000;
const megabytes = (bytes) => Math.round(bytes / 1e6);
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(
  JSON.stringify({ cpuMs, beforeMB: megabytes(residentBefore), peakMB: megabytes(peak), outcome }),
);

async function canonical() {
  const [{ Canonical }, { makeAlphabet }] = await Promise.all([
    load('harness/check/canonical.js'),
    load('harness/check/alphabet.js'),
  ]);
  const alphabet = makeAlphabet(scenario.alphabet);
  return () => {
    const form = new Canonical(alphabet);
    for (const columns of produced()) form.push(columns);
    return fingerprint(
      [...form.finish().keys].map(([key, { sequenceCount, sequenceCrc }]) => [
        key,
        sequenceCount,
        sequenceCrc,
      ]),
    );
  };
}

async function canonicalBare() {
  const { chain } = await load('harness/contract/digest.js');
  return () => {
    const counts = new Uint32Array(keys);
    const digests = new Uint32Array(keys);
    for (const { kind, key, id, digest } of produced()) {
      for (let row = 0; row < key.length; row++) {
        const lane = key[row];
        counts[lane]++;
        digests[lane] = chain(digests[lane], kind[row], id[row], digest[row]);
      }
    }
    return fingerprint([...counts].map((count, key) => [key, count, digests[key]]));
  };
}

async function trace() {
  const [{ judgeTrace }, { makeAlphabet }, { Canonical }] = await Promise.all([
    load('harness/check/judge-trace.js'),
    load('harness/check/alphabet.js'),
    load('harness/check/canonical.js'),
  ]);
  const alphabet = makeAlphabet(scenario.alphabet);
  const form = new Canonical(alphabet);
  for (const columns of produced()) form.push(columns);
  const expectedForm = form.finish();
  const reader = { events: produced, samples: () => [] };
  const given = { record: { params: {} }, scenario, alphabet, reader, timerEarlyNs: 0, askWitness: false };
  const half = rows / 2;
  const round = {
    round: 0,
    purpose: 'traced',
    startNs: 0,
    endNs: rows * 100,
    counts: { arm: half, fire: half },
    operations: half,
    digests: [...expectedForm.keys].map(reported),
  };
  return () => {
    const { drafts, events, keys } = judgeTrace(given, round, { offset: 0, count: rows }, expectedForm);
    if (drafts.length > 0) throw new Error(`of a sound trace was found: ${JSON.stringify(drafts[0])}`);
    return `${events} events, ${keys.length} keys, ${drafts.length} findings`;
  };
}

function reported([key, { sequenceCount, sequenceCrc }]) {
  return { key, sequence: { count: sequenceCount, crc: sequenceCrc } };
}

/** The same questions, asked by hand: time does not go back, each fire has an arm before it, counts and digests by key. */
async function traceBare() {
  const { chain } = await load('harness/contract/digest.js');
  return () => {
    const counts = new Uint32Array(keys);
    const digests = new Uint32Array(keys);
    const ids = Math.ceil(rows / keys / 2 / 32);
    const armed = new Uint32Array(keys * ids);
    let findings = 0;
    let last = 0;
    for (const { time, kind, key, id, digest } of produced()) {
      for (let row = 0; row < key.length; row++) {
        const lane = key[row];
        const bit = 1 << (id[row] & 31);
        const word = lane * ids + (id[row] >>> 5);
        if (time[row] < last) findings++;
        last = time[row];
        if (kind[row] === ARM) armed[word] |= bit;
        else if ((armed[word] & bit) === 0) findings++;
        counts[lane]++;
        digests[lane] = chain(digests[lane], kind[row], id[row], digest[row]);
      }
    }
    return `${counts.reduce((sum, count) => sum + count, 0)} events, ${keys} keys, ${findings} findings`;
  };
}

async function expectedOnly() {
  const [{ expectedForm }, { makeAlphabet }] = await Promise.all([
    load('harness/check/expected-form.js'),
    load('harness/check/alphabet.js'),
  ]);
  const alphabet = makeAlphabet(scenario.alphabet);
  return () => `${expectedForm(scenario, alphabet, {}).events} events`;
}

async function samples() {
  const { openSidecars } = await load('harness/store/sidecar-reader.js');
  return () => {
    const reader = openSidecars(dirname(file), { sidecar: { samples: file, events: '' } });
    let sum = 0;
    for (const chunk of reader.samples({ offset: 0, count: rows })) for (const sample of chunk) sum += sample;
    return `sum ${sum}`;
  };
}

/** Read once, digested on the way: as little as can be done without believing a damaged file. */
async function samplesBare() {
  return () => {
    const descriptor = openSync(file, 'r');
    const chunk = new Float64Array(CHUNK_ROWS);
    const bytes = new Uint8Array(chunk.buffer);
    const end = statSync(file).size - 16;
    let sum = 0;
    let digest = 0;
    for (let at = 32; at < end; ) {
      const read = readSync(descriptor, bytes, 0, Math.min(bytes.length, end - at), at);
      digest = crc32(bytes.subarray(0, read), digest);
      for (let row = 0; row < read / 8; row++) sum += chunk[row];
      at += read;
    }
    closeSync(descriptor);
    return digest === 0 ? 'no digest' : `sum ${sum}`;
  };
}

/** Chunks as the sidecar reader hands them out. What making them costs is not counted. */
function* produced() {
  let before = process.cpuUsage();
  const columns = firstChunk();
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    if (first > 0) advance(columns);
    const { user, system } = process.cpuUsage(before);
    producedMicros += user + system;
    const left = rows - first;
    yield left >= CHUNK_ROWS ? columns : cut(columns, left);
    before = process.cpuUsage();
  }
}

/** Key after key, each armed and then fired, over and over. */
function firstChunk() {
  const columns = {
    time: new Float64Array(CHUNK_ROWS),
    key: new Uint32Array(CHUNK_ROWS),
    id: new Uint32Array(CHUNK_ROWS),
    digest: new Uint32Array(CHUNK_ROWS),
    kind: new Uint16Array(CHUNK_ROWS),
  };
  for (let row = 0; row < CHUNK_ROWS; row++) {
    const turn = Math.floor(row / keys);
    columns.time[row] = row * 100;
    columns.key[row] = row % keys;
    columns.id[row] = turn >> 1;
    columns.digest[row] = Math.imul(row, 0x9e3779b1);
    columns.kind[row] = turn % 2 === 0 ? ARM : FIRE;
  }
  return columns;
}

function advance({ time, id }) {
  const ids = CHUNK_ROWS / keys / 2;
  for (let row = 0; row < CHUNK_ROWS; row++) {
    time[row] += CHUNK_ROWS * 100;
    id[row] += ids;
  }
}

function cut(columns, length) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.subarray(0, length)]),
  );
}

function* expected() {
  for (let row = 0; row < rows; row++) {
    const turn = Math.floor(row / keys);
    const digest = Math.imul(row % CHUNK_ROWS, 0x9e3779b1) >>> 0;
    yield { kind: turn % 2 === 0 ? 'arm' : 'fire', key: row % keys, id: turn >> 1, digest };
  }
}

function fingerprint(value) {
  return crc32(JSON.stringify(value)).toString(16);
}
