// The plans of one round of the cross check: the two subjects as a block, and each of them alone, in the same slices.
import type { Subject } from '../../harness/contract/invocation.ts';
import { shuffled } from '../../harness/contract/payload.ts';
import type { Block, Plan, Step } from '../../harness/contract/plan.ts';
import type { Measurement, ParameterSet, Scenario } from '../../harness/contract/scenario.ts';
import type { PlainWay } from './cross-rows.ts';

export interface CrossCell {
  readonly scenario: Scenario;
  readonly set: ParameterSet;
  readonly sliced: Extract<Measurement, { readonly kind: 'sliced' }>;
  readonly first: Subject;
  readonly second: Subject;
}

export interface CrossStep {
  readonly way: 'sliced' | PlainWay;
  readonly plan: Plan;
}

export interface RoundWish {
  readonly round: number;
  readonly seed: number;
  /** From which the order is drawn. */
  readonly next: () => number;
  readonly random32: () => number;
}

/** In random order, so that no way always comes after another. The block stands as a whole. */
export function crossRound(cell: CrossCell, wish: RoundWish): readonly CrossStep[] {
  const { first, second } = cell;
  const meetings: readonly { readonly way: CrossStep['way']; readonly members: readonly Subject[] }[] = [
    { way: 'sliced', members: shuffled([first, second], wish.next) },
    ...(['free', 'pinned'] as const).flatMap((way) =>
      [first, second].map((subject) => ({ way, members: [subject] })),
    ),
  ];
  return shuffled(meetings, wish.next).map(({ way, members }) => ({
    way,
    plan: planOf(cell, wish, way, members),
  }));
}

function planOf(cell: CrossCell, wish: RoundWish, way: CrossStep['way'], members: readonly Subject[]): Plan {
  const block = blockOf(cell, members);
  const { scenario, set } = cell;
  const steps = members.map(
    (subject): Step => ({
      invocation: `${String(wish.round).padStart(3, '0')}-${way}-${subject.id.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`,
      unit: wish.round,
      meeting: wish.round,
      block,
      cell: { scenario: scenario.id, set: set.name, subject: subject.id, side: 'head' },
      subject,
      seed: wish.seed + wish.round,
      nonce: hex(wish.random32()) + hex(wish.random32()),
      secret: wish.random32() >>> 0,
    }),
  );
  return {
    seed: wish.seed,
    profile: 'calibration',
    units: 1,
    blocks: [block],
    steps,
    unsupported: [],
    expectedMs: 0,
  };
}

/** One side only: what compares runtimes, with its layouts and its warm-up. */
function blockOf({ scenario, set, sliced }: CrossCell, subjects: readonly Subject[]): Block {
  return {
    id: `${scenario.id}/${set.name}`,
    scenario,
    set,
    subjects,
    sides: ['head'],
    stimulus: scenario.stimulus(set.params),
    mode: 'sliced',
    slices: { warmupSlices: sliced.warmup.ratio, warmupMs: sliced.warmupMs, slices: sliced.slices },
    reference: null,
  };
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
