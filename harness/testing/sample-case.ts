// For tests: a small scenario with every kind of rule, legal traces of it, and invocations that recorded them.
import { mix32 } from '../contract/digest.ts';
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import { shuffled, splitMix32 } from '../contract/payload.ts';
import type { ExpectedEvent, Scenario } from '../contract/scenario.ts';
import type { EventColumns, SidecarReader, TraceEvent } from '../contract/trace.ts';
import { makeAlphabet } from '../check/alphabet.ts';
import { Canonical } from '../check/canonical.ts';
import { makeColumns } from '../check/expected-form.ts';

export const KEYS = 3;
export const TICKS = 4;
/** One event a millisecond: a timer of one millisecond may fire with the next event. */
export const STEP_NS = 1_000_000;
/** The key of events whose order is free, behind those of the others. */
export const FREE_KEY = 70_000;

const work = (key: number, id: number): number => mix32(key * 1000 + id + 1);

function eventsOf(key: number): ExpectedEvent[] {
  const events: ExpectedEvent[] = [{ kind: 'begin', key, id: 0, digest: 0 }];
  for (let id = 0; id < TICKS; id++) {
    events.push({ kind: 'arm', key, id: key * TICKS + id, digest: 1000 });
    events.push({ kind: 'fire', key, id: key * TICKS + id, digest: work(key, id) });
  }
  return [...events, { kind: 'end', key, id: 0, digest: 0 }];
}

function freeEvents(): ExpectedEvent[] {
  return Array.from({ length: KEYS * TICKS }, (_, id) => ({
    kind: 'done',
    key: FREE_KEY,
    id,
    digest: work(9, id),
  }));
}

function* expected(): Iterable<ExpectedEvent> {
  for (let key = 0; key < KEYS; key++) yield* eventsOf(key);
  yield* freeEvents();
  yield { kind: 'settled', key: FREE_KEY + 1, id: 0, digest: 77 };
}

const metric = { unit: 'ns', better: 'lower', primary: true, minimumEffect: 0.01 } as const;
const words = { text: 'A test.', key: 'lane', id: 'tick', digest: 'work' };

export const sampleScenario: Scenario = {
  id: 'ordering.sample',
  version: 1,
  family: 'ordering',
  title: 'Sample',
  summary: 'Every kind of rule once.',
  parameters: {},
  profiles: { smoke: [], quick: [], standard: [], full: [] },
  alphabet: [
    { name: 'begin', code: 1, order: 'sequence', ...words },
    { name: 'end', code: 2, order: 'sequence', ...words },
    { name: 'arm', code: 3, order: 'sequence', ...words },
    { name: 'fire', code: 4, order: 'sequence', ...words },
    { name: 'done', code: 5, order: 'free', ...words },
    { name: 'settled', code: 6, order: 'sequence', ...words },
    { name: 'seen', code: 7, order: 'raw', ...words },
    { name: 'stray', code: 8, order: 'raw', ...words },
  ],
  rules: [
    { kind: 'exact', id: 'X1', level: 'must', text: 'Timers.', events: ['arm', 'fire'] },
    { kind: 'exact', id: 'X2', level: 'must', text: 'Lanes.', events: ['begin', 'end'] },
    { kind: 'exact', id: 'X3', level: 'must', text: 'States.', events: ['settled'] },
    { kind: 'multiset', id: 'M1', level: 'must', text: 'Work.', events: ['done'] },
    {
      kind: 'edge',
      id: 'E1',
      level: 'must',
      text: 'Arm first.',
      before: 'arm',
      after: 'fire',
      join: 'key-id',
    },
    { kind: 'not-before', id: 'N1', level: 'must', text: 'Not early.', start: 'arm', end: 'fire' },
    { kind: 'converge', id: 'G1', level: 'must', text: 'Converges.', raw: 'seen', barrier: 'settled' },
    { kind: 'forbid', id: 'F1', level: 'must', text: 'No stray.', event: 'stray' },
    { kind: 'count', id: 'K1', level: 'must', text: 'All.', event: 'fire', product: ['keys', 'ticks'] },
    { kind: 'overlap', id: 'O1', level: 'must', text: 'Two.', open: 'begin', close: 'end', atLeast: 2 },
    { kind: 'lateness', id: 'L1', level: 'must', text: 'Not early.' },
  ],
  metrics: [
    { id: 'cpu', title: 'CPU', scale: 'ratio', source: { kind: 'cpu-per-operation' }, ...metric },
    { id: 'wall', title: 'wall', scale: 'ratio', source: { kind: 'wall-per-operation' }, ...metric },
    {
      id: 'p50',
      title: 'p50',
      scale: 'difference',
      source: { kind: 'sample-quantile', q: 0.5, join: 'none' },
      ...metric,
    },
  ],
  measurement: { kind: 'plain', reason: 'A test.' },
  // A parameter has the number, so that each test may choose its samples.
  samples: { event: 'fire', count: ['samples'], value: { kind: 'lateness', start: 'arm', from: 'id' } },
  operation: 'tick',
  comparesStyles: false,
  inDefaultRun: true,
  styles: { javascript: {}, python: {} },
  stimulus: () => ({ kind: 'none' }),
  capacity: () => ({ events: 1000, samples: 1000 }),
  operations: () => KEYS * TICKS,
  expected,
};

/** An interleaving of all keys: the order of each key is kept, the free events are shuffled. */
export function legalTrace(seed: number): TraceEvent[] {
  const next = splitMix32(seed);
  const byKey: ExpectedEvent[][] = Array.from({ length: KEYS }, (_, key) => eventsOf(key));
  // All keys open before anything else: the rule on overlap asks for it.
  const opened = byKey.flatMap((events) => events.splice(0, 1));
  byKey.push(shuffled(freeEvents(), next));
  byKey.push([
    { kind: 'seen', key: FREE_KEY + 1, id: 0, digest: 3 },
    { kind: 'seen', key: FREE_KEY + 1, id: 0, digest: 77 },
    { kind: 'settled', key: FREE_KEY + 1, id: 0, digest: 77 },
  ]);
  const order = shuffled(
    byKey.flatMap((events, i) => events.map(() => i)),
    next,
  );
  return timed([...opened, ...order.flatMap((i) => byKey[i]?.shift() ?? [])]);
}

/** Times by position, one step apart. */
export function timed(events: readonly ExpectedEvent[]): TraceEvent[] {
  return events.map((event, row) => ({ ...event, time: (row + 1) * STEP_NS }));
}

export function columnsOf(events: readonly TraceEvent[]): EventColumns {
  const alphabet = makeAlphabet(sampleScenario.alphabet);
  const columns = makeColumns(events.length);
  for (const [row, event] of events.entries()) {
    columns.kind[row] = alphabet.codeOf(event.kind);
    columns.key[row] = event.key;
    columns.id[row] = event.id;
    columns.digest[row] = event.digest;
    columns.time[row] = event.time;
  }
  return columns;
}

/** A round that reports of a trace what an honest runner would. */
export function roundOf(
  round: number,
  purpose: 'traced' | 'measured',
  events: readonly TraceEvent[],
  samples: number,
): RoundRecord {
  const canonical = new Canonical(makeAlphabet(sampleScenario.alphabet));
  canonical.push(columnsOf(events));
  const form = canonical.finish();
  const startNs = round * 1000 * STEP_NS;
  const endNs = startNs + 999 * STEP_NS;
  return {
    round,
    purpose,
    record: purpose === 'traced' ? 'full' : 'digest',
    startNs,
    endNs,
    sentNs: startNs + 500,
    receivedNs: endNs + 500,
    operations: KEYS * TICKS,
    counts: Object.fromEntries(form.counts),
    digests: [...form.keys].map(([key, { sequenceCount, sequenceCrc, freeCount, freeLow, freeHigh }]) => ({
      key,
      sequence: { count: sequenceCount, crc: sequenceCrc },
      free: { count: freeCount, low: freeLow, high: freeHigh },
    })),
    samples: { offset: 0, count: samples },
    events: purpose === 'traced' ? { offset: 0, count: events.length } : null,
    resources: {
      userCpuNs: 900,
      systemCpuNs: 300,
      voluntarySwitches: 0,
      involuntarySwitches: 0,
      peakResidentBytes: 0,
      runNs: null,
      waitNs: null,
      gcPauseNs: null,
    },
    witness: null,
  };
}

export interface SampleInvocation {
  readonly record: InvocationRecord;
  readonly reader: SidecarReader;
}

/** One traced and one measured round of the same trace. The harness's clock is 500 ns ahead. */
export function invocationOf(
  events: readonly TraceEvent[],
  samples: readonly number[] = [5, 6, 7],
): SampleInvocation {
  const columns = columnsOf(events);
  return {
    record: {
      id: 'u0-sample',
      repetition: 0,
      cell: { scenario: sampleScenario.id, set: 's', subject: 'node/promises', side: 'head' },
      params: { keys: KEYS, ticks: TICKS, samples: samples.length },
      seed: 1,
      nonce: '0123456789abcdef',
      secret: 2,
      outcome: { kind: 'ok' },
      ready: null,
      clock: { offsetNs: 500, errorNs: 0, source: 'shared-epoch' },
      rounds: [roundOf(0, 'traced', events, samples.length), roundOf(1, 'measured', events, samples.length)],
      slices: null,
      conditions: UNTOUCHED,
      startedAtMs: 0,
      wallMs: 1,
      sidecar: { samples: '', events: '' },
    },
    reader: {
      events: () => split(columns),
      samples: () => [Float64Array.from(samples)],
      slices: noSlices,
    },
  };
}

const noSlices = (): never => {
  throw new Error('the sample has no slices');
};

/** Two chunks, so that nothing may rely on seeing a trace at once. */
function split(columns: EventColumns): EventColumns[] {
  const middle = columns.key.length >> 1;
  const part = (from: number, to: number): EventColumns => ({
    time: columns.time.subarray(from, to),
    key: columns.key.subarray(from, to),
    id: columns.id.subarray(from, to),
    digest: columns.digest.subarray(from, to),
    kind: columns.kind.subarray(from, to),
  });
  return [part(0, middle), part(middle, columns.key.length)];
}
