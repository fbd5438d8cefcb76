// What single parts of evenloop cost within one process, beside the least that would do instead.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32 } from 'node:zlib';
import { Bench } from 'tinybench';
import { medianOf } from './log-ratio.mjs';
import { short, table } from './table.mjs';

/** Calls in one iteration: enough that reading the clock around it costs nothing beside it. */
const CALLS = 10_000;

export async function measureParts({ dist, quick }) {
  const load = (path) => import(pathToFileURL(join(dist, path)).href);
  const [{ makeRecorder }, { startClock }, { readMessage }, { parseLine }, { chain }] = await Promise.all([
    load('runners/node/recorder.js'),
    load('runners/node/clock.js'),
    load('runners/node/read-message.js'),
    load('harness/run/session/parse-message.js'),
    load('harness/contract/digest.js'),
  ]);
  const { now } = startClock();
  const groups = [
    ...['none', 'digest', 'full'].map((level) => ({
      part: `recorder emit, ${level}`,
      ours: emitting(makeRecorder({ events: CALLS, samples: 0 }, now), level),
      instead:
        level === 'none' ? 'an empty call' : level === 'full' ? 'five stores and a clock' : 'four stores',
      bare: level === 'none' ? callingNothing() : storing(level === 'full' ? now : null),
    })),
    {
      part: 'read of a `round` request',
      ours: reading(readMessage, ROUND),
      instead: 'JSON.parse',
      bare: reading(JSON.parse, ROUND),
    },
    {
      part: 'read of a `rounded` reply, 16 keys',
      ours: reading(parseLine, ROUNDED),
      instead: 'JSON.parse',
      bare: reading(JSON.parse, ROUNDED),
    },
    { part: 'chain', ours: chaining(chain), instead: 'crc32 of zlib, 12 bytes', bare: chainingBytes() },
  ];
  const parts = [];
  for (const group of groups) parts.push(await measured(group, quick));
  return { parts };
}

export function partsTable({ parts }) {
  return table(
    ['part', 'ns a call', 'ratio', 'bare ns', 'instead of it'],
    parts.map(({ part, ns, bareNs, instead }) => [
      part,
      short(ns),
      (ns / bareNs).toFixed(2),
      short(bareNs),
      instead,
    ]),
  );
}

async function measured({ part, ours, instead, bare }, quick) {
  const bench = new Bench({
    time: quick ? 100 : 400,
    warmupTime: quick ? 30 : 100,
    retainSamples: true,
    throws: true,
  });
  bench.add('ours', ours.run).add('bare', bare.run);
  await bench.run();
  const [ns, bareNs] = [ours, bare].map(
    ({ calls }, i) => (medianOf(bench.tasks[i].result.latency.samples).middle * 1e6) / calls,
  );
  return { part, ns, bareNs, instead };
}

function emitting(recorder, level) {
  const { emit } = recorder;
  return {
    calls: CALLS,
    run() {
      recorder.begin(level);
      for (let id = 0; id < CALLS; id++) emit(1, 0, id, id);
    },
  };
}

function callingNothing() {
  let sink = 0;
  const nothing = (kind, key, id, digest) => {
    if (digest < 0) sink += kind + key + id;
  };
  return {
    calls: CALLS,
    run() {
      for (let id = 0; id < CALLS; id++) nothing(1, 0, id, id);
      return sink;
    },
  };
}

function storing(now) {
  const time = new Float64Array(CALLS);
  const [key, id, digest] = [0, 0, 0].map(() => new Uint32Array(CALLS));
  const kind = new Uint16Array(CALLS);
  return {
    calls: CALLS,
    run() {
      for (let row = 0; row < CALLS; row++) {
        if (now !== null) time[row] = now();
        kind[row] = 1;
        key[row] = 0;
        id[row] = row;
        digest[row] = row;
      }
    },
  };
}

function reading(read, line) {
  let sink = 0;
  return {
    calls: 100,
    run() {
      for (let i = 0; i < 100; i++) sink += read(line).kind === 'noise' ? 1 : 0;
      return sink;
    },
  };
}

function chaining(chain) {
  return {
    calls: CALLS,
    run() {
      let crc = 0;
      for (let id = 0; id < CALLS; id++) crc = chain(crc, 1, id, id);
      return crc;
    },
  };
}

function chainingBytes() {
  const words = new Uint32Array(3);
  const bytes = new Uint8Array(words.buffer);
  return {
    calls: CALLS,
    run() {
      let crc = 0;
      words[0] = 1;
      for (let id = 0; id < CALLS; id++) {
        words[1] = id;
        words[2] = id;
        crc = crc32(bytes, crc);
      }
      return crc;
    },
  };
}

const ROUND = JSON.stringify({
  kind: 'round',
  id: 7,
  round: 3,
  purpose: 'measured',
  record: 'digest',
  limitNs: 5_000_000_000,
  endpoints: {},
});

const ROUNDED = JSON.stringify({
  kind: 'rounded',
  id: 7,
  round: 3,
  startNs: 1_234_567_890,
  endNs: 1_300_000_000,
  operations: 2400,
  counts: { open: 16, reply: 2400, end: 16, close: 16 },
  digests: Array.from({ length: 16 }, (_, key) => ({
    key,
    sequence: { count: 153, crc: 3_735_928_559 - key },
  })),
  samples: { offset: 48, count: 2400 },
  events: null,
  resources: {
    userCpuNs: 50_000_000,
    systemCpuNs: 20_000_000,
    voluntarySwitches: 12,
    involuntarySwitches: 3,
    peakResidentBytes: 60_000_000,
    runNs: 70_000_000,
    waitNs: 1_000_000,
    gcPauseNs: null,
  },
});
