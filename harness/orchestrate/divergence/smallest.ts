// After a run: searches the smallest counterexample of each newly diverging cell, within a time limit.
import { applicable } from '../../check/known-divergences.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { cellId } from '../../contract/invocation.ts';
import type { Cell, RunResult, SmallestCounterexample } from '../../contract/result.ts';
import type { KnownDivergence } from '../../contract/verdict.ts';
import { driveOf } from '../../run/trial.ts';
import type { CellSources } from '../assemble/cell-views.ts';
import type { BundleOrigin } from './keep-bundle.ts';
import type { CellEntry } from '../conduct/ledger.ts';
import { openRerunner } from './rerun.ts';
import type { Rerunner } from './rerun.ts';
import { isFresh, shrinkDivergence } from './shrink-divergence.ts';
import type { ShrinkRequest } from './shrink-divergence.ts';
import type { RunStop } from '../stop.ts';
import { openWires } from '../wires.ts';
import type { KeptWires } from '../wires.ts';

/** For all cells of a run together. */
const SHRINK_BUDGET_MS = 10_000;

export interface SmallestRequest extends CellSources {
  readonly runDirectory: string;
  readonly origin: BundleOrigin;
  readonly packageRoot: string;
  readonly stop: RunStop;
  readonly say: (text: string) => void;
  readonly wires?: KeptWires;
  readonly budgetMs?: number;
}

export interface Shrunk {
  readonly result: RunResult;
  /** What ended the search early: the disk, a witness. */
  readonly troubles: readonly Failure[];
}

/** The same result, with the smallest counterexamples in its cells. */
export async function withSmallest(result: RunResult, request: SmallestRequest): Promise<Shrunk> {
  const fresh = result.cells.filter(({ verdict, side }) => verdict === 'divergent' && side === 'head');
  if (fresh.length === 0 || request.stop.soft.aborted) return { result, troubles: [] };
  const { budgetMs = SHRINK_BUDGET_MS } = request;
  request.say(`Looking for the smallest counterexample, for ${budgetMs / 1000} s at most.`);
  const smallest = new Map<string, SmallestCounterexample>();
  const troubles: Failure[] = [];
  try {
    await search(fresh, request, budgetMs, smallest);
  } catch (error) {
    // The result is valid without them, so this failure does not end the run.
    troubles.push(error instanceof FailureError ? error.failure : bug(error));
  }
  const cells = result.cells.map((cell) => {
    const found = smallest.get(cell.id);
    return found === undefined ? cell : { ...cell, smallest: found };
  });
  return { result: { ...result, cells }, troubles };
}

function bug(error: unknown): Failure {
  const [cause = '', ...lines] = (
    error instanceof Error ? (error.stack ?? error.message) : String(error)
  ).split('\n');
  const next = 'This is a bug of evenloop: please report it with these lines and `evenloop --version`.';
  return failure(
    'EL9001',
    `The search for the smallest counterexample failed: ${cause}.`,
    next,
    lines.slice(0, 11),
  );
}

async function search(
  cells: readonly Cell[],
  request: SmallestRequest,
  budgetMs: number,
  found: Map<string, SmallestCounterexample>,
): Promise<void> {
  const over = AbortSignal.timeout(budgetMs);
  const soft = AbortSignal.any([over, request.stop.soft]);
  // What is under way when the time is over is killed: it says nothing about the divergence.
  const hard = AbortSignal.any([over, request.stop.hard]);
  const { packageRoot, wires = openWires(null) } = request;
  const rerunner = await openRerunner({ packageRoot, stop: { soft, hard }, wires });
  try {
    for (const cell of cells) {
      const one = await smallestOf(cell, request, rerunner, () => !soft.aborted);
      if (one !== null) found.set(cell.id, one);
    }
  } finally {
    await rerunner.close();
  }
}

async function smallestOf(
  cell: Cell,
  request: SmallestRequest,
  rerunner: Rerunner,
  goesOn: () => boolean,
): Promise<SmallestCounterexample | null> {
  const { ledger, runtimes, runDirectory, origin } = request;
  const entry = ledger.cells.find(({ key }) => cellId(key) === cell.id);
  const runtime = runtimes.find(({ id }) => id === entry?.subject.runtime);
  if (entry === undefined || runtime === undefined) return null;
  const all = request.known.get(cell.scenario) ?? [];
  const { runner, version } = runtime;
  const known = applicable(all, { runner, version, style: entry.subject.style });
  const first = firstFresh(entry, request, known);
  if (first === null) return null;
  return shrinkDivergence({ ...first, runtime, known, rerunner, goesOn, keep: { runDirectory, origin } });
}

function firstFresh(
  { inspected }: CellEntry,
  { plan, checking }: SmallestRequest,
  known: readonly KnownDivergence[],
): Pick<ShrinkRequest, 'step' | 'drive' | 'finding'> | null {
  const rules = checking?.rules ?? [];
  for (const { record, judgement } of inspected) {
    const findings = judgement.ok ? judgement.value.findings : [];
    const asked = findings.filter(({ rule }) => rules.length === 0 || rules.includes(rule));
    const finding = asked.find((each) => isFresh(each, known));
    const step = plan.steps.find(({ invocation }) => invocation === record.id);
    if (finding !== undefined && step !== undefined) return { step, drive: driveOf(record), finding };
  }
  return null;
}
