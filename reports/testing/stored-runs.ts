// The four kinds of run that every export has to tell apart, as small stored results: whole, interrupted, divergent, failed.
import type { Cell, RunResult } from '../../harness/contract/result.ts';
import { sampleResult } from './sample-result.ts';

const SCENARIOS: ReadonlySet<string> = new Set([
  'timers.sleep_loop',
  'timers.deadlines',
  'io_fanout.tcp_echo',
]);
const SUBJECTS: ReadonlySet<string> = new Set(['node/promises', 'python/coroutines']);
const OTHER = 'python/coroutines';

const TRACEBACK = [
  'Traceback (most recent call last):',
  '  File "scenarios/timers/deadlines/coroutines.py", line 31, in run',
  'ValueError: <planted> & "quoted"',
];
const CRASH: Cell['failures'][number] = {
  code: 'EL2010',
  cause: `The workload failed: ${TRACEBACK[0]}`,
  next: 'Run it alone with --verbose.',
  evidence: TRACEBACK,
};

/** Everything ran and has numbers: three scenarios, two subjects, an A/A control, and metrics of both scales. */
export function wholeRun(): RunResult {
  const sample = sampleResult();
  const isOf = ({ scenario, subject }: { readonly scenario: string; readonly subject: string }): boolean =>
    SCENARIOS.has(scenario) && SUBJECTS.has(subject);
  const cells = sample.cells
    .filter(isOf)
    .map((cell, at): Cell => Object.assign({}, cell, { wallMs: 10_000 + 1000 * at }));
  const controls = cells
    .filter(({ subject }) => subject === sample.run.reference)
    .map((cell): Cell => Object.assign({}, cell, { id: `${cell.id}~control`, side: 'control' as const }));
  return {
    ...sample,
    scenarios: sample.scenarios.filter(({ id }) => SCENARIOS.has(id)),
    cells: [...cells, ...controls],
    comparisons: sample.comparisons.filter(isOf),
    exit: { code: 0, reasons: [] },
  };
}

/** Stopped after the first scenario: the other cells have nothing. */
export function interruptedRun(): RunResult {
  const whole = wholeRun();
  const [first] = whole.scenarios;
  return {
    ...whole,
    run: { ...whole.run, id: `${whole.run.id}-interrupted`, complete: false, interrupted: true },
    cells: whole.cells.map((cell) =>
      cell.scenario === first?.id
        ? onceProved(cell)
        : without(cell, 'inconclusive', 'nothing was run', { proved: 0, notRun: 6 }),
    ),
    comparisons: whole.comparisons.filter(({ scenario }) => scenario === first?.id),
    exit: {
      code: 130,
      reasons: [{ code: 'EL3004', exit: 130, cause: 'The run was interrupted.', next: 'Finish it.' }],
    },
  };
}

/** One subject breaks a rule of one scenario, always. */
export function divergentRun(): RunResult {
  const whole = wholeRun();
  const finding = sampleResult().cells.flatMap(({ findings }) => findings)[0];
  const isBroken = ({ scenario, subject }: Cell): boolean =>
    scenario === 'timers.sleep_loop' && subject === OTHER;
  return {
    ...whole,
    run: { ...whole.run, id: `${whole.run.id}-divergent` },
    cells: whole.cells.map((cell) =>
      isBroken(cell)
        ? {
            ...without(cell, 'divergent', 'Tick 6 was armed after it fired.', { proved: 0, diverged: 6 }),
            findings: finding === undefined ? [] : [finding],
            findingCount: 6,
          }
        : cell,
    ),
    comparisons: whole.comparisons.map((row) =>
      row.scenario === 'timers.sleep_loop' ? Object.assign({}, row, UNCOMPARED) : row,
    ),
    exit: {
      code: 10,
      reasons: [{ code: 'EL4001', exit: 10, cause: 'A subject differs.', next: 'Read the report.' }],
    },
  };
}

const UNCOMPARED = {
  verdict: 'not-comparable' as const,
  estimate: null,
  low: null,
  high: null,
  pairs: 0,
};

/** Every invocation of every cell threw: there is no number at all. */
export function failedRun(): RunResult {
  const whole = wholeRun();
  return {
    ...whole,
    run: { ...whole.run, id: `${whole.run.id}-failed` },
    cells: whole.cells.map((cell) => {
      const reason = `6 of 6 invocations failed: ${CRASH.code} ${CRASH.cause}`;
      const failed = without(cell, 'failed', reason, { proved: 0, failed: 6 });
      return Object.assign({}, failed, { failures: [CRASH] });
    }),
    comparisons: [],
    exit: {
      code: 13,
      reasons: [{ code: 'EL2010', exit: 13, cause: 'Every cell failed.', next: 'Run one alone.' }],
    },
  };
}

export const STORED_RUNS: Readonly<
  Record<'whole' | 'interrupted' | 'divergent' | 'failed', () => RunResult>
> = {
  whole: wholeRun,
  interrupted: interruptedRun,
  divergent: divergentRun,
  failed: failedRun,
};

/** Every cell once for each of these texts, as the name of its parameter set. */
export function withSets(result: RunResult, sets: readonly string[]): RunResult {
  const repeated = <Row extends { readonly set: string }>(rows: readonly Row[]): Row[] =>
    sets.flatMap((set) => rows.map((row) => ({ ...row, set })));
  return { ...result, cells: repeated(result.cells), comparisons: repeated(result.comparisons) };
}

/** A single proved invocation: it has a value, and nothing around it is known. */
function onceProved(cell: Cell): Cell {
  return {
    ...cell,
    invocations: { ...cell.invocations, proved: 1, notRun: 5 },
    measurements: cell.measurements.map((one) => {
      const [value = one.value] = one.repetitions;
      return {
        metric: one.metric,
        value: value ?? one.value,
        low: value ?? one.low,
        high: value ?? one.high,
        repetitions: [value],
      };
    }),
  };
}

function without(
  cell: Cell,
  verdict: Cell['verdict'],
  reason: string,
  ends: Partial<Cell['invocations']>,
): Cell {
  return {
    ...cell,
    verdict,
    reason,
    proof: null,
    measurements: [],
    curve: null,
    throughput: null,
    invocations: { planned: 6, proved: 0, failed: 0, diverged: 0, unsupported: 0, notRun: 0, ...ends },
  };
}
