// Carries out a plan group by group, and gives up on a subject that keeps failing in the same way.
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, Outcome, Side } from '../contract/invocation.ts';
import type { Plan, Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { openBlock } from './block/block.ts';
import type { BlockSettings } from './block/block-types.ts';
import { invoke } from './invoke.ts';
import { layoutOf } from './layout.ts';
import type { BlockStages, RunStages } from './stages.ts';
import { recordOf } from './trial.ts';
import type { InvokeContext } from './trial.ts';

/** Once may be chance; twice in a row in the same way is how it is. */
const FAILURES_IN_A_ROW = 2;

export interface RunPlanContext extends Omit<InvokeContext, 'packageRoot' | 'block' | 'stages'> {
  /** Where the package of each side stands. Without `--base-ref` only `head` is asked for. */
  packageRoot(side: Side): string;
  /** What the blocks of the run share; needed where a block is not `plain`. */
  readonly blocks?: BlockSettings;
  /** Told when a block begins and ends; absent: nobody asks where time goes. */
  readonly runStages?: RunStages;
  /** Called before each co-scheduled group: true where the group can add nothing. Its steps then have no records. */
  skip?(steps: readonly Step[]): boolean;
  /** Before a step is begun. */
  onStep?(step: Step): void;
}

/** The records of the plan's steps in their order. After a stop, what had begun is yielded and nothing more. */
export async function* runPlan(
  plan: Plan,
  runtimes: readonly Runtime[],
  context: RunPlanContext,
): AsyncGenerator<InvocationRecord, void, undefined> {
  const run: Run = { runtimes, context, histories: new Map() };
  const { soft, hard } = context.stop;
  for (const steps of together(plan.steps)) {
    if (soft.aborted || hard.aborted) return;
    if (context.skip?.(steps) === true) continue;
    yield* await carryOutTogether(steps, run);
  }
}

interface Run {
  readonly runtimes: readonly Runtime[];
  readonly context: RunPlanContext;
  readonly histories: Map<string, History>;
}

/** Steps of a plain block run one by one, all others with their group. */
function* together(steps: readonly Step[]): Iterable<readonly Step[]> {
  let group: Step[] = [];
  for (const step of steps) {
    const [first] = group;
    const joins = first !== undefined && step.block.sampling !== 'plain' && step.group === first.group;
    if (!joins && group.length > 0) {
      yield group;
      group = [];
    }
    group.push(step);
  }
  if (group.length > 0) yield group;
}

async function carryOutTogether(
  steps: readonly Step[],
  { runtimes, context, histories }: Run,
): Promise<readonly InvocationRecord[]> {
  const places = steps.map((step) => {
    const runtime = runtimes.find(({ id }) => id === step.subject.runtime);
    const history = histories.get(cellOf(step)) ?? NO_HISTORY;
    return { step, runtime, skipped: runtime === undefined ? noRuntime(step) : skippedBecause(history) };
  });
  const members = places.flatMap(({ step, skipped }) => (skipped === null ? [step] : []));
  const [first] = members;
  const stages = first === undefined ? undefined : context.runStages?.block(first);
  const block = blockOf(members, context, stages);
  const records = await Promise.all(
    places.map(({ step, runtime, skipped }) => {
      context.onStep?.(step);
      if (runtime === undefined || skipped !== null)
        return Promise.resolve(notStarted(step, skipped ?? noRuntime(step)));
      const packageRoot = context.packageRoot(step.cell.side);
      const own = stages === undefined ? {} : { stages: stages.member() };
      return invoke(step, runtime, { ...context, packageRoot, layout: layoutOf(step), ...block, ...own });
    }),
  );
  await block.block?.close();
  stages?.close(records);
  for (const [i, record] of records.entries()) {
    const place = places[i];
    if (place === undefined || place.skipped !== null) continue;
    const cell = cellOf(place.step);
    histories.set(cell, continued(histories.get(cell) ?? NO_HISTORY, record.outcome));
  }
  return records;
}

function blockOf(
  members: readonly Step[],
  { blocks, stop }: RunPlanContext,
  stages: BlockStages | undefined,
): Pick<InvokeContext, 'block'> {
  const [first] = members;
  if (first === undefined || first.block.sampling === 'plain') return {};
  if (blocks === undefined)
    throw new Error(`${first.block.id} is ${first.block.sampling}: settings are needed`);
  return { block: openBlock(members, blocks, stop, stages?.member()) };
}

const cellOf = (step: Step): string => JSON.stringify(step.cell);

/** How the last invocations of a cell ended, when they ended badly in the same way. */
interface History {
  readonly last: Outcome | null;
  readonly inARow: number;
}
const NO_HISTORY: History = { last: null, inARow: 0 };

function continued(history: History, outcome: Outcome): History {
  if (outcome.kind === 'ok' || outcome.kind === 'not-run') return NO_HISTORY;
  return { last: outcome, inARow: history.last?.kind === outcome.kind ? history.inARow + 1 : 1 };
}

/** `unsupported` is an answer and stays one; a failure is believed when it has come twice. */
function skippedBecause({ last, inARow }: History): Outcome | null {
  if (last === null) return null;
  if (last.kind === 'unsupported') return last;
  if (inARow < FAILURES_IN_A_ROW) return null;
  return { kind: 'not-run', reason: `ended with ${last.kind} ${inARow} times in a row before` };
}

const noRuntime = (step: Step): Outcome => ({
  kind: 'not-run',
  reason: `no interpreter for ${step.subject.runtime}`,
});

const notStarted = (step: Step, outcome: Outcome): InvocationRecord => ({
  ...recordOf(step),
  outcome,
  ready: null,
  clock: null,
  rounds: [],
  slices: null,
  conditions: UNTOUCHED,
  startedAtMs: Date.now(),
  wallMs: 0,
});
