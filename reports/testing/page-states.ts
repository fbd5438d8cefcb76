// Runs in each state that the page has a design for, for tests in a browser: full, empty, failed, interrupted.
import type { Cell, RunResult } from '../../harness/contract/result.ts';
import type { ReportContext } from '../html/page.ts';
import { historyOf } from '../history/history.ts';
import { summaryOf } from '../history/run-summary.ts';
import { fullSample } from './full-sample.ts';
import { sampleRuns } from './sample-history.ts';
import { sampleResult } from './sample-result.ts';

export interface SamplePage {
  readonly result: RunResult;
  readonly context: ReportContext;
}

const RUNS = 12;
const STEP_AT = 7;

export function pageStates(): Readonly<
  Record<'full' | 'limited' | 'empty' | 'failed' | 'interrupted', SamplePage>
> {
  const full = fullSample();
  const summaries = sampleRuns(RUNS, STEP_AT).map((run) => summaryOf(run, run.run.id));
  const history = historyOf(summaries, () => [{ index: STEP_AT, confidence: 0.99 }]).slice(0, 2);
  return {
    full: { result: full, context: { against: otherMachine(full), history } },
    limited: { result: withLimit(full), context: {} },
    empty: {
      result: { ...sampleResult(), cells: [], comparisons: [], scenarios: [], runtimes: [] },
      context: {},
    },
    failed: {
      result: { ...full, cells: full.cells.map((cell) => Object.assign({}, cell, FAILED)), comparisons: [] },
      context: {},
    },
    interrupted: {
      result: {
        ...full,
        run: { ...full.run, complete: false, interrupted: true },
        cells: full.cells.slice(0, 9),
        comparisons: full.comparisons.slice(0, 7),
        exit: { code: 130, reasons: [] },
      },
      context: {},
    },
  };
}

/** One more subject, which is the limit: every ratio to the reference stands for one to it, too. */
function withLimit(result: RunResult): RunResult {
  const subject = 'floor/loop';
  const { reference } = result.run;
  const cpuTime = { userNs: 1e9, systemNs: 4e9, kernelShare: 0.8 };
  const cells = result.cells.map((cell) => Object.assign({}, cell, { cpuTime }));
  const own = cells
    .filter((cell) => cell.subject === reference && cell.side === 'head')
    .map((cell) => Object.assign({}, cell, { subject, id: `${cell.id}~floor` }));
  const comparisons = result.comparisons.map((entry) => Object.assign({}, entry, { reference: subject }));
  return {
    ...result,
    cells: [...cells, ...own],
    limit: { subject, comparisons, intervals: comparisons.length },
  };
}

const FAILED: Partial<Cell> = {
  verdict: 'failed',
  reason: 'The runner did not start.',
  findings: [],
  findingCount: 0,
  failures: [
    {
      code: 'EL2001',
      cause: 'The runner did not answer.',
      next: 'Look at its last lines.',
      evidence: ['no module of that name'],
    },
  ],
  measurements: [],
  curve: null,
  throughput: null,
  proof: null,
};

function otherMachine(result: RunResult): RunResult {
  return {
    ...result,
    run: { ...result.run, id: '2026-03-01T00-00-00-quick' },
    environment: { ...result.environment, kernel: '6.1.0-other', governor: 'performance' },
  };
}
