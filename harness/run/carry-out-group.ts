// Carries out the groups of a run one by one or side by side, and gives up on a subject that keeps failing in the same way.
import { cellId, UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, Outcome, Side } from '../contract/invocation.ts';
import type { Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { openBlock } from './block/block.ts';
import type { BlockPlace, BlockSettings } from './block/block-types.ts';
import { NO_CONDITIONS } from './block/bench-conditions.ts';
import { openOrchestratorCpus } from './block/orchestrator-cpus.ts';
import { invoke } from './invoke.ts';
import { layoutOf } from './layout.ts';
import type { BlockStages, RunStages } from './stages.ts';
import { recordOf } from './trial.ts';
import type { InvokeContext } from './trial.ts';

/** Once may be chance; twice in a row in the same way is how it is. */
const FAILURES_IN_A_ROW = 2;

export interface RunPlanContext extends Omit<InvokeContext, 'packageRoot' | 'block' | 'cpu' | 'stages'> {
  /** Where the package of each side stands. Without `--base-ref` only `head` is asked for. */
  packageRoot(side: Side): string;
  /** What the blocks of the run share; needed where a block is not `plain`. */
  readonly blocks?: BlockSettings;
  /** Told when a block begins and ends; absent: nobody asks where time goes. */
  readonly runStages?: RunStages;
  /** Called before each co-scheduled group: true where the group can add nothing. Its steps then have no records. */
  skip?(steps: readonly Step[]): boolean;
  /** Records of the same run that another process made, in their order: what failed there counts here. */
  readonly earlier?: readonly InvocationRecord[];
  /** Before a step is begun. */
  onStep?(step: Step): void;
}

/**
 * The records of one group, in the order of its steps. `cpu`: its processes start on this CPU and stay there, as others are busy with
 * other groups; null: the group has the machine to itself.
 */
export type CarryOutGroup = (
  steps: readonly Step[],
  cpu: number | null,
) => Promise<readonly InvocationRecord[]>;

export function openRun(runtimes: readonly Runtime[], context: RunPlanContext): CarryOutGroup {
  const histories = new Map<string, History>();
  const tell = ({ cell, outcome }: InvocationRecord): void => {
    const id = cellId(cell);
    histories.set(id, continued(histories.get(id) ?? NO_HISTORY, outcome));
  };
  for (const record of context.earlier ?? []) if (!isSkipped(record)) tell(record);
  const machine = context.blocks?.machine ?? NO_CONDITIONS;
  const orchestrator = openOrchestratorCpus(machine);
  return async (steps, cpu) => {
    const places = steps.map((step) => {
      const runtime = runtimes.find(({ id }) => id === step.subject.runtime);
      const history = histories.get(cellId(step.cell)) ?? NO_HISTORY;
      return { step, runtime, skipped: runtime === undefined ? noRuntime(step) : skippedBecause(history) };
    });
    const members = places.flatMap(({ step, skipped }) => (skipped === null ? [step] : []));
    const [first] = members;
    const stages = first === undefined ? undefined : context.runStages?.block(first, cpu);
    const place = { cpu: cpu ?? machine.benchCpu, orchestrator };
    const block = blockOf(members, context, place, stages);
    const records = await Promise.all(
      places.map(({ step, runtime, skipped }) => {
        context.onStep?.(step);
        if (runtime === undefined || skipped !== null)
          return Promise.resolve(notStarted(step, skipped ?? noRuntime(step)));
        const packageRoot = context.packageRoot(step.cell.side);
        const own = stages === undefined ? {} : { stages: stages.member() };
        return invoke(step, runtime, {
          ...context,
          packageRoot,
          cpu,
          layout: layoutOf(step),
          ...block,
          ...own,
        });
      }),
    );
    await block.block?.close();
    stages?.close(records);
    for (const [i, record] of records.entries()) {
      const place = places[i];
      if (place === undefined || place.skipped !== null) continue;
      tell(record);
    }
    return records;
  };
}

function blockOf(
  members: readonly Step[],
  { blocks, stop }: RunPlanContext,
  place: BlockPlace,
  stages: BlockStages | undefined,
): Pick<InvokeContext, 'block'> {
  const [first] = members;
  if (first === undefined || first.block.sampling === 'plain') return {};
  if (blocks === undefined)
    throw new Error(`${first.block.id} is ${first.block.sampling}: settings are needed`);
  return { block: openBlock(members, blocks, place, stop, stages?.member()) };
}

/** It was not begun, because of those before it. */
const isSkipped = ({ outcome }: InvocationRecord): boolean => outcome.kind === 'not-run';

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
