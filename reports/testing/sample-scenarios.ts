// The scenarios of the sample run: enough of each to fill every kind of row, matrix and chart of the report.
import type { ScenarioView } from '../../harness/contract/result.ts';

/** What the sample run finds in a scenario: true cost by the reference, and each other subject's factor on it. */
export interface SampleScenario {
  readonly view: ScenarioView;
  readonly set: string;
  readonly params: Readonly<Record<string, number>>;
  readonly costNs: number;
  readonly latencyNs: number | null;
  readonly factors: Readonly<Record<string, number>>;
}

const must = (id: string, text: string) => ({ id, level: 'must', text });

const cpu = (operation: string) => ({
  id: 'cpu',
  title: `CPU per ${operation}`,
  unit: 'ns',
  better: 'lower' as const,
  scale: 'ratio' as const,
  primary: true,
  minimumEffect: 0.01,
});
const latency = (q: string, scale: 'ratio' | 'difference', minimumEffect: number, primary = false) => ({
  id: q,
  title: scale === 'ratio' ? `latency ${q}` : `lateness ${q}`,
  unit: 'ns',
  better: 'lower' as const,
  scale,
  primary,
  minimumEffect,
});

const view = (
  id: string,
  title: string,
  summary: string,
  operation: string,
  rules: ScenarioView['rules'],
  metrics: ScenarioView['metrics'],
  comparesStyles = false,
): ScenarioView => ({
  id,
  version: 1,
  family: id.split('.')[0] ?? '',
  title,
  summary,
  operation,
  comparesStyles,
  rules,
  metrics,
});

const WATCH = [
  must('G1', 'After the last write the last notice of a file shows its last state.'),
  must('G4', 'Every acknowledged edit is noticed before the next one is made.'),
  must('G5', 'Writing the same content is no change.'),
];
const TIMER = [
  must('T1', 'Each armed timer fires exactly once.'),
  must('T3', 'No timer fires before its delay has passed, but for the tolerance that its runtime documents.'),
];
const ECHO = [
  must('I1', 'Every message comes back once, whole, on its own connection.'),
  must('I2', 'Messages of one connection keep their order.'),
  must('I4', 'At some moment at least two connections are in flight.'),
];
const EMIT = [
  must('L2', 'Listeners of one event are called in the order in which they were added.'),
  must('L3', 'Work deferred first runs first.'),
];

export const SAMPLE_SCENARIOS: readonly SampleScenario[] = [
  {
    view: view(
      'file_watch.modify',
      'File watch: modify',
      'A file is edited again and again; each edit must be noticed before the next one is made.',
      'notice',
      WATCH,
      [cpu('notice'), latency('p50', 'ratio', 0.02), latency('p90', 'ratio', 0.05)],
      true,
    ),
    set: '4x100',
    params: { files: 4, edits: 100, bytes: 256 },
    costNs: 41_200,
    latencyNs: 58_000,
    factors: {
      'node/events': 1.004,
      'node/streams': 1.31,
      'python/callbacks': 1.52,
      'python/generators': 1.66,
      'python/coroutines': 1.74,
    },
  },
  {
    view: view(
      'file_watch.burst',
      'File watch: burst',
      'Many writes at a stroke, not acknowledged; the watcher must end at the last state.',
      'write',
      WATCH.slice(0, 1),
      [cpu('write')],
    ),
    set: '8x32',
    params: { files: 8, writes: 256, spacingUs: 0 },
    costNs: 19_800,
    latencyNs: null,
    factors: { 'python/coroutines': 1.37 },
  },
  {
    view: view(
      'timers.sleep_loop',
      'Sleep loop',
      'A forever loop that awaits one period at a time. Shows what a timer costs and how late it comes.',
      'tick',
      [...TIMER, must('T6', 'A tick is armed before it fires.')],
      [cpu('tick'), latency('p50', 'difference', 20_000), latency('p90', 'difference', 50_000)],
      true,
    ),
    set: '5ms',
    params: { periodMs: 5, ticks: 10 },
    costNs: 21_400,
    latencyNs: 310_000,
    factors: {
      'node/callbacks': 0.93,
      'node/events': 0.995,
      'node/streams': 1.22,
      'node/blocking': 0.41,
      'python/callbacks': 1.61,
      'python/generators': 1.93,
      'python/coroutines': 1.84,
      'python/blocking': 0.38,
    },
  },
  {
    view: view(
      'timers.deadlines',
      'Distinct deadlines',
      'Timers with distinct deadlines, armed in a shuffled order, must fire in the order of their deadlines.',
      'timer',
      [...TIMER, must('T4', 'Timers fire in the order of their deadlines.')],
      [latency('p50', 'difference', 20_000, true), latency('p90', 'difference', 50_000)],
    ),
    set: '64x4ms',
    params: { timers: 64, stepMs: 4 },
    costNs: 9_100,
    latencyNs: 640_000,
    factors: { 'python/coroutines': 0.46 },
  },
  {
    view: view(
      'timers.mass',
      'Timers en masse',
      'Ten thousand timers armed at once, then one wave.',
      'timer',
      TIMER,
      [cpu('timer')],
    ),
    set: '10k',
    params: { timers: 10_000, waveMs: 10 },
    costNs: 712,
    latencyNs: null,
    factors: { 'python/coroutines': 3.41 },
  },
  {
    view: view(
      'dispatch.listeners',
      'Listeners',
      'One emitter, many listeners: what it costs to deliver one event to one of them.',
      'delivery',
      EMIT,
      [cpu('delivery')],
    ),
    set: '8x1000',
    params: { listeners: 8, events: 1000 },
    costNs: 23.6,
    latencyNs: null,
    factors: { 'python/coroutines': 4.27 },
  },
  {
    view: view(
      'ordering.defer',
      'Deferred work',
      'Microtasks, next ticks, immediates and timers deferred from one another keep the documented order.',
      'callback',
      EMIT,
      [cpu('callback')],
    ),
    set: 'nested',
    params: { depth: 4, width: 16 },
    costNs: 184,
    latencyNs: null,
    factors: { 'python/coroutines': 2.2 },
  },
  {
    view: view(
      'io_fanout.tcp_echo',
      'TCP echo',
      'Many connections, several messages in flight on each; client and server share one loop.',
      'round trip',
      ECHO,
      [cpu('round trip'), latency('p50', 'ratio', 0.02), latency('p90', 'ratio', 0.05)],
    ),
    set: '16x64B',
    params: { connections: 16, messages: 200, bytes: 64, pipeline: 4 },
    costNs: 11_900,
    latencyNs: 246_000,
    factors: { 'python/coroutines': 2.19 },
  },
  {
    view: view(
      'io_fanout.file_reads',
      'File reads',
      'Many files read at once, some missing; the contents change before each round.',
      'file',
      [must('I1', 'Every file is read once, whole, or reported as missing.')],
      [cpu('file')],
    ),
    set: '64x4KiB',
    params: { files: 64, bytes: 4096, missing: 4 },
    costNs: 25_300,
    latencyNs: null,
    factors: { 'python/coroutines': 1.03 },
  },
];
