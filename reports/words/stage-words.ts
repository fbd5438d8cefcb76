// Where the time of a run went, in words: names of stages, groups of them, sums, shares and the sentence above the table.
import { STAGES } from '../../harness/contract/where-time-went.ts';
import type { RunStage, Stage, WhereTimeWent } from '../../harness/contract/where-time-went.ts';
import { formatShare, formatWait } from './format.ts';

/** As heads of columns: `slices` and `rounds` are the measured ones. */
export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  start: 'start',
  prepare: 'prepare',
  wait: 'wait',
  pin: 'pin',
  warmup: 'warm-up',
  lead: 'leads',
  slice: 'slices',
  short: 'short',
  between: 'between',
  measured: 'rounds',
  traced: 'traced',
  end: 'end',
  other: 'other',
};

/** As parts of a list. */
export const RUN_STAGE_NAMES: Readonly<Record<RunStage, string>> = {
  find: 'finding interpreters',
  probe: 'probing',
  plan: 'planning',
  between: 'between blocks',
  journal: 'journal',
  judge: 'judging and measuring',
  observe: 'cost of recording',
  assemble: 'putting the result together',
  publish: 'writing results and report',
};

export interface StageGroup {
  readonly name: string;
  readonly stages: readonly Stage[];
}

/** What is drawn as one piece: what a run is for comes first. Each stage belongs to one group. */
export const STAGE_GROUPS: readonly StageGroup[] = [
  { name: 'measured slices and rounds', stages: ['slice', 'measured'] },
  { name: 'leads, short slices, between slices', stages: ['lead', 'short', 'between'] },
  { name: 'warm-up', stages: ['warmup'] },
  { name: 'traced rounds', stages: ['traced'] },
  { name: 'start, preparation and end of processes', stages: ['start', 'prepare', 'end'] },
  { name: 'waiting, pinning, other', stages: ['wait', 'pin', 'other'] },
];

/** The sum over all blocks. */
export function stageTotals({ blocks }: WhereTimeWent): Record<Stage, number> {
  return ofEachStage((stage) => blocks.reduce((sum, { stagesMs }) => sum + stagesMs[stage], 0));
}

/**
 * Of the wall time of the run on each CPU on which blocks ran; a block that had all CPUs counts on all. With what happened while no
 * block ran, and what CPUs were idle, all shares together are 1.
 */
export function stageShares({ wallMs, cpus, blocks }: WhereTimeWent): Record<Stage, number> {
  const whole = wallMs * cpus.length;
  return ofEachStage((stage) =>
    whole === 0 ? 0 : blocks.reduce((sum, block) => sum + block.stagesMs[stage] * block.cpus, 0) / whole,
  );
}

function ofEachStage(of: (stage: Stage) => number): Record<Stage, number> {
  return Object.fromEntries(STAGES.map((stage) => [stage, of(stage)])) as Record<Stage, number>;
}

/** `CPU 1 was idle for 1.2 s.`, for each that was. */
export function idleSentences({ cpus }: WhereTimeWent): string[] {
  return cpus.flatMap(({ cpu, idleMs }) =>
    cpu === null || idleMs < LEAST_IDLE_MS
      ? []
      : [`CPU ${cpu} was idle for ${formatWait(idleMs)} while others were not.`],
  );
}

/** Less is not worth a word. */
const LEAST_IDLE_MS = 1;

/** As it was when the results were handed over: a page cannot know how long it takes to write itself. */
export function beforePublishing(went: WhereTimeWent): WhereTimeWent {
  const { wallMs, runMs } = went;
  return { ...went, wallMs: wallMs - runMs.publish, runMs: { ...runMs, publish: 0 } };
}

/** `19 % of the run was spent in measured slices and 9 % in measured rounds.` */
export function measuringSentence(went: WhereTimeWent): string {
  const { slice, measured } = stageShares(went);
  const parts = [
    ...(slice > 0 ? [[slice, 'measured slices'] as const] : []),
    ...(measured > 0 ? [[measured, 'measured rounds'] as const] : []),
  ].map(
    ([share, where], place) =>
      `${formatShare(share)}${place === 0 ? ' of the run was spent' : ''} in ${where}`,
  );
  return parts.length === 0 ? 'Nothing was measured in this run.' : `${parts.join(' and ')}.`;
}
