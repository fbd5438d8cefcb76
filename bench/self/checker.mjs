// What it costs to judge ten million events and to read back samples: each pass in a fresh process, alternating with a bare one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { medianOf, ratioOf } from './log-ratio.mjs';
import { percent, short, table } from './table.mjs';

export const LIMIT_CPU_MS = 1000;
const KEYS = 1024;
/** Ten million, and as many more as leave each key with its last timer fired. */
const EVENTS = 4883 * 2 * KEYS;
const SAMPLES = 8_000_000;
/** Duplicates among them, which must be found. */
const MILLION = { rows: 1_000_000, keys: 1000, duplicates: 5 };
/** The goal for the canonical form straight from a file, and the memory that any length may take. */
export const LIMIT_NS_AN_EVENT = 10;
export const LIMIT_PEAK_MB = 512;

export async function measureChecker({ dist, quick, progress }) {
  const turns = quick ? 7 : 15;
  const scratch = mkdtempSync(join(tmpdir(), 'evenloop-bench-self-'));
  try {
    const file = await writeSamples(dist, scratch);
    const trace = writeEvents(dist, scratch, { rows: EVENTS, keys: KEYS });
    const million = writeEvents(dist, scratch, MILLION);
    const events = { dist, rows: EVENTS, keys: KEYS };
    const passes = [
      { name: 'canonical form', ...events, pass: 'canonical', limitCpuMs: LIMIT_CPU_MS },
      { name: 'canonical form and whole-trace rules', ...events, pass: 'trace', limitCpuMs: LIMIT_CPU_MS },
      {
        name: 'canonical form from a sidecar file',
        ...events,
        pass: 'file',
        file: trace,
        limitCpuMs: (LIMIT_NS_AN_EVENT * EVENTS) / 1e6,
      },
      {
        name: 'a million events, edges, duplicates',
        dist,
        ...MILLION,
        pass: 'million',
        file: million,
        limitCpuMs: 300,
      },
      { name: 'the expected side, by a generator', ...events, pass: 'expected' },
      { name: 'samples from a sidecar file', dist, rows: SAMPLES, keys: KEYS, pass: 'samples', file },
    ];
    return { passes: passes.map((request) => measured(request, turns, progress)) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export function checkerTable({ passes }) {
  return table(
    [
      'pass',
      'rows',
      'CPU s',
      'limit',
      'million/s',
      'peak MB',
      'above start',
      'bare CPU s',
      'more',
      '95 % interval',
    ],
    passes.map(({ name, rows, cpuMs, limitCpuMs, peakMB, addedMB, bareMs, more }) => [
      name,
      short(rows),
      (cpuMs / 1000).toFixed(3),
      limitCpuMs === undefined ? '' : `${short(limitCpuMs / 1000)} s`,
      short(rows / cpuMs / 1000),
      `${peakMB}${peakMB > LIMIT_PEAK_MB ? ' !' : ''}`,
      addedMB,
      bareMs === undefined ? '' : (bareMs / 1000).toFixed(3),
      more === undefined ? '' : percent(more.ratio),
      more === undefined ? '' : `${percent(more.lower)} to ${percent(more.upper)}`,
    ]),
  );
}

function measured({ name, limitCpuMs, ...request }, turns, progress) {
  progress(name);
  const hasBare = request.pass !== 'expected' && request.pass !== 'million';
  const pairs = Array.from({ length: turns }, () => {
    const ours = pass(request);
    if (!hasBare) return { ours };
    const bare = pass({ ...request, pass: `${request.pass} bare` });
    if (ours.outcome !== bare.outcome) throw new Error(`${name}: ${ours.outcome}, and bare ${bare.outcome}`);
    return { ours, bare };
  });
  const middle = (values) => medianOf(values).middle;
  return {
    name,
    rows: request.rows,
    cpuMs: middle(pairs.map(({ ours }) => ours.cpuMs)),
    addedMB: middle(pairs.map(({ ours }) => ours.peakMB - ours.beforeMB)),
    peakMB: middle(pairs.map(({ ours }) => ours.peakMB)),
    ...(limitCpuMs !== undefined && { limitCpuMs }),
    ...(hasBare && {
      bareMs: middle(pairs.map(({ bare }) => bare.cpuMs)),
      more: ratioOf(pairs.map(({ ours, bare }) => [ours.cpuMs, bare.cpuMs])),
    }),
    outcome: pairs[0].ours.outcome,
  };
}

function pass(request) {
  const program = fileURLToPath(new URL('checker-pass.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, JSON.stringify(request)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the pass ${request.pass} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function writeEvents(dist, scratch, { rows, keys, duplicates = 0 }) {
  const file = join(scratch, `events-${rows}.bin`);
  return pass({ dist, pass: 'write', rows, keys, duplicates, file }).outcome;
}

/** By the runner's own hand. */
async function writeSamples(dist, scratch) {
  const { openSidecar } = await import(pathToFileURL(join(dist, 'runners/node/sidecar.js')).href);
  const file = join(scratch, 'samples.bin');
  const sidecar = openSidecar(file);
  sidecar.append('samples', [Float64Array.from({ length: SAMPLES }, (_, row) => row % 1_000_000)], SAMPLES);
  sidecar.close();
  return file;
}
