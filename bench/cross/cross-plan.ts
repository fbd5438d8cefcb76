// The plans of one round of the cross check: the two subjects as a block, and each of them alone, in the same slices.
import type { Subject } from '../../harness/contract/invocation.ts';
import { shuffled } from '../../harness/contract/payload.ts';
import type { Block, Plan, SlicePlan, Step } from '../../harness/contract/plan.ts';
import type { SamplingPlan } from '../../harness/contract/measurement.ts';
import type { ParameterSet, Scenario } from '../../harness/contract/scenario.ts';
import { ratioPlan } from '../../harness/plan/slice-plan.ts';
import type { PlainWay } from './cross-rows.ts';

export interface CrossCell {
  readonly scenario: Scenario;
  readonly set: ParameterSet;
  readonly sliced: Extract<SamplingPlan, { readonly kind: 'sliced' }>;
  readonly first: Subject;
  readonly second: Subject;
}

export interface CrossStep {
  readonly way: 'sliced' | PlainWay;
  readonly plan: Plan;
}

export interface RoundRequest {
  readonly round: number;
  readonly seed: number;
  /** From which the order is drawn. */
  readonly next: () => number;
  readonly random32: () => number;
}

/** In random order, so that no way always comes after another. The block stands as a whole. */
export function crossRound(cell: CrossCell, request: RoundRequest): readonly CrossStep[] {
  const { first, second } = cell;
  const groups: readonly { readonly way: CrossStep['way']; readonly members: readonly Subject[] }[] = [
    { way: 'sliced', members: shuffled([first, second], request.next) },
    ...(['free', 'pinned'] as const).flatMap((way) =>
      [first, second].map((subject) => ({ way, members: [subject] })),
    ),
  ];
  const slices = ratioPlan(cell.sliced, cell.set.params);
  return shuffled(groups, request.next).map(({ way, members }) => ({
    way,
    plan: groupPlan(cell, request, { name: way, members, slices }),
  }));
}

export interface GroupRequest {
  /** Told apart by it within its round. */
  readonly name: string;
  readonly members: readonly Subject[];
  readonly slices: SlicePlan;
}

/** One co-scheduled group as a plan of its own. */
export function groupPlan(
  { scenario, set }: Pick<CrossCell, 'scenario' | 'set'>,
  request: RoundRequest,
  { name, members, slices }: GroupRequest,
): Plan {
  const block: Block = {
    id: `${scenario.id}/${set.name}`,
    scenario,
    set,
    subjects: members,
    // One side only: what compares runtimes, with its layouts and its warm-up.
    sides: ['head'],
    stimulus: scenario.stimulus(set.params),
    sampling: 'sliced',
    alone: false,
    slices,
    reference: members[0] ?? null,
  };
  const steps = members.map(
    (subject): Step => ({
      invocation: `${String(request.round).padStart(3, '0')}-${name}-${subject.id.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`,
      repetition: request.round,
      group: request.round,
      block,
      cell: { scenario: scenario.id, set: set.name, subject: subject.id, side: 'head' },
      subject,
      seed: request.seed + request.round,
      nonce: hex(request.random32()) + hex(request.random32()),
      secret: request.random32() >>> 0,
    }),
  );
  return {
    seed: request.seed,
    profile: 'calibration',
    repetitions: 1,
    blocks: [block],
    steps,
    unsupported: [],
    expectedMs: 0,
  };
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
