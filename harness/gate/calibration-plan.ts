// The plan of a calibration: one cell, all its slowdowns at once in each block, beside the base that they are compared with.
import { crc32, mix32 } from '../contract/digest.ts';
import type { Subject } from '../contract/invocation.ts';
import { shuffled, splitMix32 } from '../contract/payload.ts';
import type { Block, Plan, Step } from '../contract/plan.ts';
import type { GateSlices } from '../contract/measurement.ts';
import type { ParameterSet, Scenario } from '../contract/scenario.ts';
import { gatePlan } from '../plan/slice-plan.ts';
import type { Slowdown } from './slowdowns.ts';

export interface CalibratedCell {
  readonly scenario: Scenario;
  readonly set: ParameterSet;
  readonly subject: Subject;
  readonly slices: GateSlices;
}

/** What an invocation stands for. */
export interface Role {
  /** Null: the base. */
  readonly slowdown: Slowdown | null;
  /** Its place in the order in which the members of its block were started. */
  readonly place: number;
}

export interface CalibrationPlan {
  readonly plan: Plan;
  readonly roles: ReadonlyMap<string, Role>;
}

export interface CalibrationRequest {
  readonly slowdowns: readonly Slowdown[];
  readonly blocks: number;
  readonly seed: number;
  readonly random32: () => number;
}

export function calibrationPlan(cell: CalibratedCell, request: CalibrationRequest): CalibrationPlan {
  const { scenario, set, subject, slices } = cell;
  const block: Block = {
    id: `${scenario.id}/${set.name}`,
    scenario,
    set,
    subjects: [subject],
    // Two sides: what the gate does, with its layouts and its warm-up.
    sides: ['base', 'head'],
    stimulus: scenario.stimulus(set.params),
    sampling: 'sliced',
    alone: false,
    slices: gatePlan(slices, set.params),
    reference: subject,
  };
  const name = new TextEncoder().encode(`${block.id} ${subject.id}`);
  const next = splitMix32(mix32(request.seed) ^ crc32(name));
  const roles = new Map<string, Role>();
  const steps: Step[] = [];
  for (let repetition = 0; repetition < request.blocks; repetition++) {
    const schedule = next();
    for (const [place, slowdown] of shuffled([null, ...request.slowdowns], next).entries()) {
      const invocation = `${String(repetition).padStart(3, '0')}-${slowdown?.id ?? 'base'}`;
      roles.set(invocation, { slowdown, place });
      steps.push({
        invocation,
        repetition,
        group: repetition,
        block,
        subject,
        cell: {
          scenario: scenario.id,
          set: set.name,
          subject: subject.id,
          side: slowdown === null ? 'base' : 'head',
        },
        seed: schedule,
        nonce: hex(request.random32()) + hex(request.random32()),
        secret: request.random32() >>> 0,
      });
    }
  }
  const plan: Plan = {
    seed: request.seed,
    profile: 'calibration',
    repetitions: request.blocks,
    blocks: [block],
    steps,
    unsupported: [],
    expectedMs: 0,
  };
  return { plan, roles };
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
