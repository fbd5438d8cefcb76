// Lays out a run: which invocations, in which order, with which seeds. Pure: all chance comes from its arguments.
import { crc32, mix32 } from '../contract/digest.ts';
import type { CellKey, Side, Subject } from '../contract/invocation.ts';
import type { Parameters } from '../contract/message.ts';
import { shuffled, splitMix32 } from '../contract/payload.ts';
import type { Block, Plan, SlicePlan, Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { samplingPlanOf } from '../contract/scenario.ts';
import { gateSlicesOf } from '../contract/measurement.ts';
import type { SamplingPlan } from '../contract/measurement.ts';
import type { ParameterSet, Profile, Scenario } from '../contract/scenario.ts';
import { expectedMsOf } from './pace.ts';
import { gatePlan, ratioPlan, smokePlan } from './slice-plan.ts';
import { whyUnsupported } from './support.ts';

export interface PlanRequest {
  /** Each scenario once, with the subjects asked for; those it does not support end up in `plan.unsupported`. */
  readonly wanted: readonly { readonly scenario: Scenario; readonly subjects: readonly Subject[] }[];
  readonly runtimes: readonly Runtime[];
  readonly profile: Profile;
  readonly repetitions: number;
  /** Of sliced blocks of two builds, whose number of pairs the decision engine settles: the most that it may need. */
  readonly gateRepetitions?: number;
  /** Orders and schedules come from it alone. */
  readonly seed: number;
  readonly sides: readonly Side[];
  /** The subject that others are compared with, as `<runtime>/<style>`; null: only semantics count, and no subject is compared. */
  readonly reference: string | null;
  /** Invocations of each cell in one repetition with common seed, nonce and secret: fresh processes on the same work. Default: 1. */
  readonly processes?: number;
  /** Ids of the blocks that are planned, as parts of the whole plan: steps keep their names, orders and seeds. Absent: all. */
  readonly only?: readonly string[];
  /** Draws 32 bits that a runner cannot guess: nonces and secrets come from it. */
  readonly random32: () => number;
}

export function makePlan(request: PlanRequest): Plan {
  const { seed, profile, repetitions } = request;
  const layouts = request.wanted.flatMap((entry) =>
    entry.scenario.profiles[profile].map((set) => layOut(entry.scenario, set, entry.subjects, request)),
  );
  const blocks = layouts.map(({ block }) => block).filter(({ subjects }) => subjects.length > 0);
  const whole = { blocks, steps: makeSteps(blocks, request) };
  const unsupported = layouts.flatMap((layout) => layout.unsupported);
  const { steps, ...planned } =
    request.only === undefined ? { ...whole, unsupported } : part(whole, unsupported, new Set(request.only));
  return {
    seed,
    profile,
    repetitions: whole.steps.reduce((most, { repetition }) => Math.max(most, repetition + 1), repetitions),
    ...planned,
    steps,
    expectedMs: steps.reduce((sum, step) => sum + expectedMsOf(step.block), 0),
  };
}

function part(
  { blocks, steps }: Pick<Plan, 'blocks' | 'steps'>,
  unsupported: Plan['unsupported'],
  only: ReadonlySet<string>,
): Pick<Plan, 'blocks' | 'steps' | 'unsupported'> {
  return {
    blocks: blocks.filter(({ id }) => only.has(id)),
    steps: steps.filter(({ block }) => only.has(block.id)),
    unsupported: unsupported.filter(({ cell }) => only.has(blockIdOf(cell))),
  };
}

/** Of the block that a cell belongs to. */
export const blockIdOf = ({ scenario, set }: Pick<CellKey, 'scenario' | 'set'>): string =>
  `${scenario}/${set}`;

interface Layout {
  readonly block: Block;
  readonly unsupported: Plan['unsupported'];
}

function layOut(
  scenario: Scenario,
  set: ParameterSet,
  subjects: readonly Subject[],
  { runtimes, sides, profile, reference }: PlanRequest,
): Layout {
  const reasons = subjects.map((subject) => {
    const runtime = runtimes.find(({ id }) => id === subject.runtime);
    if (runtime === undefined) throw new Error(`subject ${subject.id} names a runtime that was not found`);
    return { subject, reason: whyUnsupported(scenario, runtime, subject.style) };
  });
  const supported = reasons.filter(({ reason }) => reason === null).map(({ subject }) => subject);
  const measurement = samplingPlanOf(scenario, set);
  const slices = reference === null ? null : slicePlan(measurement, set, profile, sides);
  const block: Block = {
    id: blockIdOf({ scenario: scenario.id, set: set.name }),
    scenario,
    set,
    subjects: supported,
    sides,
    stimulus: scenario.stimulus(set.params),
    sampling: samplingOf(measurement, slices, reference),
    alone: usesAllCpus(measurement, slices, reference),
    slices,
    reference: reference === null ? null : referenceOf(supported, reference),
  };
  const unsupported = reasons.flatMap(({ subject, reason }) =>
    reason === null ? [] : sides.map((side) => ({ cell: cellOf(block, subject, side), reason })),
  );
  return { block, unsupported };
}

/** Repetition by repetition; blocks are shuffled within it, members within their group: neighbours make the pairs. */
function makeSteps(blocks: readonly Block[], request: PlanRequest): Step[] {
  const { repetitions, seed, random32, processes = 1, gateRepetitions = repetitions } = request;
  const repetitionsOf = ({ sampling, sides }: Block): number =>
    sampling === 'sliced' && sides.length > 1 ? gateRepetitions : repetitions;
  const next = splitMix32(seed);
  const steps: Step[] = [];
  let group = 0;
  for (let repetition = 0; repetition < Math.max(repetitions, ...blocks.map(repetitionsOf)); repetition++) {
    for (const block of shuffled(
      blocks.filter((one) => repetition < repetitionsOf(one)),
      next,
    )) {
      const schedule = seedOf(seed, block.id, repetition);
      for (const members of groupsOf(block, repetition, next)) {
        for (const { subject, side } of shuffled(members, next)) {
          const cell = cellOf(block, subject, side);
          const nonce = hex(random32()) + hex(random32());
          const secret = random32() >>> 0;
          for (let process = 0; process < processes; process++) {
            const invocation = invocationId(steps.length, cell);
            steps.push({
              invocation,
              repetition,
              group,
              block,
              cell,
              subject,
              seed: schedule,
              nonce,
              secret,
            });
          }
        }
        group++;
      }
    }
  }
  return steps;
}

interface Member {
  readonly subject: Subject;
  readonly side: Side;
}

/** All subjects at once; of two builds each subject by itself, so that both find the same company. */
function groupsOf(block: Block, repetition: number, next: () => number): Member[][] {
  const { subjects, sides, reference } = block;
  const controls = hasControl(block, repetition);
  const controlOf = (subject: Subject | null): Member[] =>
    controls && subject !== null ? [{ subject, side: 'control' }] : [];
  if (sides.length > 1)
    return shuffled(subjects, next).map((subject) =>
      sides.map((side): Member => ({ subject, side })).concat(controlOf(reference === null ? null : subject)),
    );
  const side = sides[0] ?? 'head';
  return [[...subjects.map((subject) => ({ subject, side })), ...controlOf(reference)]];
}

/** In a co-scheduled group the A/A control costs little and is always there; alone it costs a whole invocation. */
const CONTROL_EVERY = 4;

function hasControl({ sampling }: Block, repetition: number): boolean {
  return sampling !== 'plain' || repetition % CONTROL_EVERY === 0;
}

/** The one that was asked for, else the first of its runtime: as the comparison takes it. */
function referenceOf(subjects: readonly Subject[], reference: string): Subject | null {
  const [runtime = ''] = reference.split('/');
  return (
    subjects.find(({ id }) => id === reference) ??
    subjects.find((subject) => subject.runtime === runtime) ??
    null
  );
}

/** Nobody is compared: every process runs alone. */
function samplingOf(
  { kind }: SamplingPlan,
  slices: SlicePlan | null,
  reference: string | null,
): Block['sampling'] {
  if (slices !== null) return 'sliced';
  return reference === null ? 'plain' : kind;
}

function usesAllCpus(measurement: SamplingPlan, slices: SlicePlan | null, reference: string | null): boolean {
  if (slices !== null) return false;
  return reference === null || (measurement.kind === 'plain' && measurement.cpus !== 'one');
}

function slicePlan(
  measurement: SamplingPlan,
  { params }: ParameterSet,
  profile: Profile,
  sides: readonly Side[],
): SlicePlan | null {
  const plan = sides.length > 1 ? buildsPlan(measurement, params) : subjectsPlan(measurement, params);
  return plan !== null && profile === 'smoke' ? smokePlan(plan) : plan;
}

function buildsPlan(measurement: SamplingPlan, params: Parameters): SlicePlan | null {
  const gate = gateSlicesOf(measurement);
  return gate === null ? null : gatePlan(gate, params);
}

function subjectsPlan(measurement: SamplingPlan, params: Parameters): SlicePlan | null {
  return measurement.kind === 'sliced' ? ratioPlan(measurement, params) : null;
}

/** Depends on the name of the block and the repetition, not on the rest of the plan: a filtered run repeats the same schedules. */
function seedOf(seed: number, blockId: string, repetition: number): number {
  return splitMix32(mix32(seed) ^ mix32(repetition + 1) ^ crc32(new TextEncoder().encode(blockId)))();
}

function cellOf(block: Block, subject: Subject, side: Side): CellKey {
  return { scenario: block.scenario.id, set: block.set.name, subject: subject.id, side };
}

/** Readable and safe as a file name; the number makes it unique. At most 64 characters, so that socket paths stay short. */
function invocationId(index: number, { scenario, set, subject, side }: CellKey): string {
  const parts = [scenario, set, subject, ...(side === 'head' ? [] : [side])];
  const slug = parts.join('-').replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return `${String(index).padStart(4, '0')}-${slug}`.slice(0, 64);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
