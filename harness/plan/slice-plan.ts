// The number of slices that the members of a sliced block get, and their operations. Pure.
import type { Parameters } from '../contract/message.ts';
import type { SlicePlan } from '../contract/plan.ts';
import type { GateSlices, SamplingPlan, OperationsProduct } from '../contract/measurement.ts';

export type Sliced = Extract<SamplingPlan, { readonly kind: 'sliced' }>;

/** A token has four bytes. */
const MOST_OPERATIONS = 0xffff_ffff;

/** Across runtimes or styles, as in a run. */
export function ratioPlan({ sizes, warmup, warmupMs, passes }: Sliced, params: Parameters): SlicePlan {
  return {
    operations: operationsOf(sizes.operations, params),
    leadOperations: operationsOf(sizes.lead, params),
    shortOperations: operationsOf(sizes.short, params),
    warmupPasses: warmup.ratio,
    warmupMs,
    passes: passes.ratio,
    fresh: true,
  };
}

/** Of two builds of one runtime: what a slice itself costs is the same for both, and many short pairs say more than few long ones. */
export function gatePlan(
  { operations, warmup, warmupMs, passes }: GateSlices,
  params: Parameters,
): SlicePlan {
  return {
    operations: operationsOf(operations, params),
    leadOperations: 0,
    shortOperations: 0,
    warmupPasses: warmup,
    warmupMs,
    passes,
    fresh: false,
  };
}

/** A smoke run only shows that slices work at all. */
export function smokePlan(plan: SlicePlan): SlicePlan {
  return { ...plan, warmupPasses: 1, warmupMs: 0, passes: 4 };
}

/** Throws a RangeError where the product is no number of operations. */
export function operationsOf(product: OperationsProduct, params: Parameters): number {
  const operations = product.reduce<number>(
    (all, factor) => all * (typeof factor === 'number' ? factor : Number(params[factor])),
    1,
  );
  if (!Number.isSafeInteger(operations) || operations < 1 || operations > MOST_OPERATIONS)
    throw new RangeError(`a slice of ${operations} operations`);
  return operations;
}
