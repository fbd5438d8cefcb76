// The stages of a run as they happen: what the orchestrator does, and what the members of each block do. Pure but for the clock that it is given.
import type { RunStage, Stage } from '../contract/where-time-went.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Step } from '../contract/plan.ts';

/** Where members do different things at once, their block is in the stage that stands first. `slices` is divided when the block ends. */
const MEMBER_STAGES = [
  'pin',
  'slices',
  'measured',
  'traced',
  'warmup',
  'start',
  'prepare',
  'end',
  'wait',
  'other',
] as const;
export type MemberStage = (typeof MEMBER_STAGES)[number];

export interface MemberStages {
  /** From now on. */
  enter(stage: MemberStage): void;
}

export interface BlockStages {
  /** One more member, which has entered nothing yet. */
  member(): MemberStages;
  /** Its processes are gone; `records` divide the time of its slices. */
  close(records: readonly InvocationRecord[]): void;
}

export interface RunStages {
  /** What the orchestrator does from now on. */
  enter(stage: RunStage): void;
  /** A block begins now. `cpu`: blocks of other CPUs may run at once; null: it has the machine to itself. */
  block(step: Step, cpu: number | null): BlockStages;
  /** Until now; blocks that have not ended are left out. */
  read(): StageLedger;
}

export interface StageLedger {
  readonly beginNs: number;
  readonly endNs: number;
  /** In the order of time; the first at `beginNs`. */
  readonly entered: readonly { readonly stage: RunStage; readonly atNs: number }[];
  /** In the order of their ends. */
  readonly blocks: readonly BlockSpan[];
}

export interface BlockSpan {
  readonly scenario: string;
  readonly set: string;
  /** Null: it had the machine to itself. */
  readonly cpu: number | null;
  readonly beginNs: number;
  readonly endNs: number;
  /** They add up to the time from begin to end. */
  readonly stagesNs: Readonly<Record<Stage, number>>;
}

/** `now` in nanoseconds: never backwards. */
export function openStages(now: () => number): RunStages {
  const beginNs = now();
  const entered: { stage: RunStage; atNs: number }[] = [{ stage: 'find', atNs: beginNs }];
  const blocks: BlockSpan[] = [];
  return {
    enter(stage) {
      if (entered.at(-1)?.stage !== stage) entered.push({ stage, atNs: now() });
    },
    block: ({ cell: { scenario, set } }, cpu) =>
      openBlockStages(now, (span) => blocks.push({ scenario, set, cpu, ...span })),
    read: () => ({ beginNs, endNs: now(), entered: [...entered], blocks: [...blocks] }),
  };
}

type Span = Pick<BlockSpan, 'beginNs' | 'endNs' | 'stagesNs'>;

function openBlockStages(now: () => number, onClose: (span: Span) => void): BlockStages {
  const beginNs = now();
  const sums = new Map<MemberStage, number>();
  const members: { stage: MemberStage }[] = [];
  let since = beginNs;
  const passTo = (atNs: number): void => {
    const current = MEMBER_STAGES.find((stage) => members.some((one) => one.stage === stage)) ?? 'other';
    sums.set(current, (sums.get(current) ?? 0) + atNs - since);
    since = atNs;
  };
  return {
    member() {
      const own: { stage: MemberStage } = { stage: 'other' };
      members.push(own);
      return {
        enter(stage) {
          if (own.stage === stage) return;
          passTo(now());
          own.stage = stage;
        },
      };
    },
    close(records) {
      const endNs = now();
      passTo(endNs);
      onClose({ beginNs, endNs, stagesNs: stagesOf(sums, slotsOf(records)) });
    },
  };
}

type Slots = Readonly<Record<'warmup' | 'lead' | 'slice' | 'short', number>>;

function stagesOf(sums: ReadonlyMap<MemberStage, number>, slots: Slots): Record<Stage, number> {
  const of = (stage: MemberStage): number => sums.get(stage) ?? 0;
  const { warmup, lead, slice, short } = slots;
  return {
    start: of('start'),
    prepare: of('prepare'),
    wait: of('wait'),
    pin: of('pin'),
    warmup: of('warmup') + warmup,
    lead,
    slice,
    short,
    between: of('slices') - warmup - lead - slice - short,
    measured: of('measured'),
    traced: of('traced'),
    end: of('end'),
    other: of('other'),
  };
}

/** Slots follow each other over all members of a block. Those of a member that failed are not in its record: they stay in `between`. */
function slotsOf(records: readonly InvocationRecord[]): Slots {
  const slots = { warmup: 0, lead: 0, slice: 0, short: 0 };
  for (const { slices } of records) {
    for (const [i, slotNs] of (slices?.turnNs ?? []).entries()) {
      const role = slices?.roles[i] ?? 'measured';
      slots[i < (slices?.warmup ?? 0) ? 'warmup' : role === 'measured' ? 'slice' : role] += slotNs;
    }
  }
  return slots;
}
