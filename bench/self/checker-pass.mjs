// One pass over many events or samples in a process of its own: prints the CPU time and the memory of that pass.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  ARM,
  CHUNK_ROWS,
  duplicates,
  eventAt,
  file,
  fingerprint,
  firstChunk,
  keys,
  load,
  pass,
  produced,
  production,
  rows,
  scenario,
} from './checker-input.mjs';

const passes = {
  canonical,
  'canonical bare': canonicalBare,
  trace,
  'trace bare': traceBare,
  file: fromFile,
  'file bare': fromFileBare,
  million,
  write,
  expected: expectedOnly,
  samples,
  'samples bare': samplesBare,
};
const measure = await passes[pass]();
const residentBefore = process.memoryUsage().rss;
production.micros = 0;
const before = process.cpuUsage();
const outcome = measure();
const { user, system } = process.cpuUsage(before);
const cpuMs = (user + system - production.micros) / 1000;
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

async function fromFile() {
  const [{ Canonical }, { makeAlphabet }, { openSidecars }] = await Promise.all([
    load('harness/check/canonical.js'),
    load('harness/check/alphabet.js'),
    load('harness/store/sidecar-reader.js'),
  ]);
  const alphabet = makeAlphabet(scenario.alphabet);
  return () => {
    const form = new Canonical(alphabet);
    for (const columns of readerOf(openSidecars).events({ offset: 0, count: rows })) form.push(columns);
    return fingerprint(
      [...form.finish().keys].map(([key, { sequenceCount, sequenceCrc }]) => [
        key,
        sequenceCount,
        sequenceCrc,
      ]),
    );
  };
}

/** Each column read once, digested on the way; the same counts and digests by key, by hand. */
async function fromFileBare() {
  const { chain } = await load('harness/contract/digest.js');
  return () => {
    const descriptor = openSync(file, 'r');
    const widths = [8, 4, 4, 4, 2];
    const columns = firstChunk();
    const arrays = [columns.time, columns.key, columns.id, columns.digest, columns.kind];
    const digests = new Uint32Array(widths.length);
    const counts = new Uint32Array(keys);
    const chained = new Uint32Array(keys);
    for (let first = 0; first < rows; first += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - first);
      let at = 32;
      for (const [column, width] of widths.entries()) {
        const bytes = new Uint8Array(arrays[column].buffer, 0, count * width);
        readSync(descriptor, bytes, 0, bytes.length, at + first * width);
        digests[column] = crc32(bytes, digests[column]);
        at += Math.ceil((rows * width) / 8) * 8;
      }
      const { kind, key, id, digest } = columns;
      for (let row = 0; row < count; row++) {
        const lane = key[row];
        counts[lane]++;
        chained[lane] = chain(chained[lane], kind[row], id[row], digest[row]);
      }
    }
    closeSync(descriptor);
    if (digests.includes(0)) throw new Error('a column has no digest');
    return fingerprint([...counts].map((count, key) => [key, count, chained[key]]));
  };
}

/** All of a judgement: what is expected, the trace from the file, edges between its events, and the duplicates told one by one. */
async function million() {
  const [{ judgeTrace }, { makeAlphabet }, { expectedForm }, { openSidecars }] = await Promise.all([
    load('harness/check/judge-trace.js'),
    load('harness/check/alphabet.js'),
    load('harness/check/expected-form.js'),
    load('harness/store/sidecar-reader.js'),
  ]);
  const judged = { ...scenario, rules: scenario.rules.filter(({ kind }) => kind !== 'count') };
  const alphabet = makeAlphabet(judged.alphabet);
  return () => {
    const reader = readerOf(openSidecars);
    const given = {
      record: { params: {}, ready: null },
      scenario: judged,
      alphabet,
      reader,
      timerEarlyNs: 0,
    };
    const round = { round: 0, purpose: 'traced', startNs: 0, endNs: rows * 100, counts: {}, digests: [] };
    const found = judgeTrace(given, round, { offset: 0, count: rows }, expectedForm(judged, alphabet, {}));
    const told = found.drafts.filter((draft) => draft.class === 'duplicate').length;
    if (told < duplicates) throw new Error(`${told} of ${duplicates} duplicates were found`);
    return `${found.events} events, ${found.keys.length} keys, ${told} duplicates`;
  };
}

function readerOf(openSidecars) {
  return openSidecars(dirname(file), { sidecar: { samples: file, events: file } });
}

/** No pass: the file that others read, by the runner's own hand. The last rows are those before them once more. */
async function write() {
  const { openSidecar } = await load('runners/node/sidecar.js');
  return () => {
    const columns = [Float64Array, Uint32Array, Uint32Array, Uint32Array, Uint16Array].map(
      (Column) => new Column(rows),
    );
    for (let row = 0; row < rows; row++) {
      const event = eventAt(row < rows - duplicates ? row : row - duplicates);
      [row * 100, event.key, event.id, event.digest, event.kind].forEach((value, column) => {
        columns[column][row] = value;
      });
    }
    const sidecar = openSidecar(file);
    sidecar.append('events', columns, rows);
    sidecar.close();
    return file;
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
