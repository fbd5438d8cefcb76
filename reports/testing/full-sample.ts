// The sample run with everything that a run may have: calibration, series, modes, scaling, co-primary metrics, coalesced notices.
import type { Calibration } from '../../harness/contract/calibration.ts';
import type { Cell, Comparison, RunResult } from '../../harness/contract/result.ts';
import type { Finding } from '../../harness/contract/verdict.ts';
import { sampleResult } from './sample-result.ts';
import { sampleTime } from './sample-time.ts';

/** Where what happens. */
export const FULL = {
  scaled: 'timers.mass',
  coPrimary: 'io_fanout.tcp_echo',
  bimodal: { scenario: 'io_fanout.tcp_echo', subject: 'python/coroutines' },
  coalesced: 'file_watch.burst',
  flaky: { scenario: 'ordering.defer', subject: 'python/coroutines' },
} as const;

export function fullSample(): RunResult {
  const plain = sampleResult();
  const scenarios = plain.scenarios.map((scenario) =>
    scenario.id === FULL.coPrimary
      ? { ...scenario, metrics: scenario.metrics.map((metric, at) => ({ ...metric, primary: at < 2 })) }
      : scenario,
  );
  const cells = plain.cells.map((cell, index) => filled(cell, index));
  const comparisons = plain.comparisons.map((entry) => {
    const metric = scenarios
      .find(({ id }) => id === entry.scenario)
      ?.metrics.find(({ id }) => id === entry.metric);
    return { ...entry, primary: metric?.primary ?? false, sampling: samplingOf(entry.scenario) };
  });
  const grown = growths(cells, comparisons);
  const reference = cells.find((cell) => cell.scenario === FULL.scaled);
  const controls: Cell[] =
    reference === undefined ? [] : [{ ...reference, id: `${reference.id}~control`, side: 'control' }];
  return {
    ...plain,
    scenarios,
    cells: [...cells, ...grown.cells, ...controls],
    comparisons: [...comparisons, ...grown.comparisons],
    calibration: CALIBRATION,
    whereTimeWent: sampleTime(plain),
    observer: [
      {
        scenario: FULL.scaled,
        set: '10k',
        subject: 'node/promises',
        full: 31_000,
        digest: 16_450,
        none: 16_200,
      },
      {
        scenario: FULL.scaled,
        set: '10k',
        subject: 'python/coroutines',
        full: null,
        digest: 24_900,
        none: 24_100,
      },
    ],
    mutation: {
      at: '2026-03-13T21:04:11Z',
      caught: 118,
      mutants: 118,
      falseAlarms: 0,
      controls: 24,
      checkersFound: 38,
      checkers: 39,
      seeds: 3,
    },
  };
}

function samplingOf(scenario: string): NonNullable<Cell['sampling']> {
  return scenario.startsWith('timers') ? 'plain' : scenario.startsWith('file_watch') ? 'duet' : 'sliced';
}

function filled(cell: Cell, index: number): Cell {
  const extra: Cell = { ...cell, sampling: samplingOf(cell.scenario) };
  const { scenario, subject } = cell;
  if (scenario === FULL.flaky.scenario && subject === FULL.flaky.subject)
    return {
      ...extra,
      divergences: [{ rule: 'L3', class: 'reordered', known: null, runs: 2, of: 6 }],
    };
  if (scenario === FULL.coalesced && cell.failures.length > 0)
    return { ...extra, findings: [COALESCED], findingCount: 1 };
  const value = cell.measurements[0]?.value;
  if (value === undefined) return extra;
  const bimodal = scenario === FULL.bimodal.scenario && subject === FULL.bimodal.subject;
  const slow = scenario === 'dispatch.listeners' || index % 7 === 5;
  return {
    ...extra,
    steady: slow ? 'none' : 'flat',
    series: {
      of: cell.sampling === 'sliced' ? 'slice' : 'sample',
      warmup: 8,
      points: Array.from(
        { length: 80 },
        (_, at) =>
          value * (1 + (at < 8 ? 0.4 - at * 0.05 : 0) + 0.01 * ((at * 37) % 11) + (slow ? at * 0.004 : 0)),
      ),
    },
    ...(bimodal
      ? {
          modes: [
            { value: value * 0.93, share: 2 / 3 },
            { value: value * 1.21, share: 1 / 3 },
          ],
        }
      : {}),
    ...(scenario === 'file_watch.modify' && subject === 'node/events' && cell.proof !== null
      ? { proof: { ...cell.proof, events: cell.proof.events / 2 } }
      : {}),
  };
}

/** Two further sizes of one scenario: the cost of one grows in step, that of the other has a knee. */
function growths(
  cells: readonly Cell[],
  comparisons: readonly Comparison[],
): { cells: Cell[]; comparisons: Comparison[] } {
  const sizes = [
    ['100k', 10, 1.02],
    ['1m', 100, 2.6],
  ] as const;
  const own = cells.filter((cell) => cell.scenario === FULL.scaled);
  return {
    cells: sizes.flatMap(([set, times, bend]) =>
      own.map((cell) => grownCell(cell, set, times, cell.subject.startsWith('python') ? bend : 1)),
    ),
    comparisons: sizes.flatMap(([set]) =>
      comparisons
        .filter(({ scenario }) => scenario === FULL.scaled)
        .map((entry) => Object.assign({}, entry, { set })),
    ),
  };
}

function grownCell(cell: Cell, set: string, times: number, bend: number): Cell {
  const [name = '', size] = Object.entries(cell.params)[0] ?? [];
  return {
    ...cell,
    id: cell.id.replace('10k', set),
    set,
    params: { ...cell.params, [name]: Number(size) * times },
    measurements: cell.measurements.map((entry) => ({
      ...entry,
      value: entry.value * bend,
      low: entry.low * bend,
      high: entry.high * bend,
      repetitions: entry.repetitions.map((repetition) => (repetition === null ? null : repetition * bend)),
    })),
  };
}

const CALIBRATION: Calibration = {
  aaChecks: [
    {
      scenario: FULL.scaled,
      set: '10k',
      metric: 'cpu',
      subject: 'node/promises',
      scale: 'ratio',
      pairs: 6,
      estimate: 1.002,
      low: 0.991,
      high: 1.013,
    },
    {
      scenario: FULL.coPrimary,
      set: '16x64B',
      metric: 'cpu',
      subject: 'node/promises',
      scale: 'ratio',
      pairs: 6,
      estimate: 0.988,
      low: 0.979,
      high: 0.997,
    },
    {
      scenario: 'timers.sleep_loop',
      set: '5ms',
      metric: 'p50',
      subject: 'node/promises',
      scale: 'difference',
      pairs: 6,
      estimate: 400,
      low: -2100,
      high: 2900,
    },
    {
      scenario: 'ordering.defer',
      set: 'nested',
      metric: 'cpu',
      subject: 'node/promises',
      scale: 'ratio',
      pairs: 2,
      estimate: null,
      low: null,
      high: null,
    },
  ],
  pooled: [
    { metric: 'cpu', pairs: 48, estimate: 1.001, low: 0.996, high: 1.006, kept: true },
    { metric: 'p99', pairs: 20, estimate: 1.024, low: 1.013, high: 1.035, kept: false },
  ],
  familyError: 0.01,
  intervals: 31,
  windows: {
    total: 1420,
    contaminated: 37,
    preemptedShare: 0.0031,
    waitShare: null,
    orchestratorShare: 0.002,
  },
  conditions: [
    { name: 'pinning', kept: true, text: 'pinned to CPU 1' },
    { name: 'frequency', kept: false, text: 'this virtual machine does not tell its governor' },
  ],
};

const notice = (index: number, timeNs: number | null) => ({
  index,
  kind: 'notice',
  key: 1,
  id: index,
  digest: (0x77aa0000 + index).toString(16),
  timeNs,
});
const COALESCED: Finding = {
  rule: 'G4',
  class: 'missing',
  key: 1,
  index: 3,
  round: 0,
  invocation: 'u0-file_watch.burst-python-coroutines',
  text: 'Notice 3 of key 1 did not come.',
  expected: [notice(1, null), notice(2, null), notice(3, null), notice(4, null), notice(5, null)],
  observed: [
    notice(1, 90_000),
    notice(2, 120_000),
    notice(4, 151_000),
    { ...notice(9, 171_000), kind: 'error' },
  ],
};
