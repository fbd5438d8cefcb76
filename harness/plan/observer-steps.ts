// The cells that measure the cost of recording: the reference of each scenario of a run, once more, alone.
import type { Plan, Step } from '../contract/plan.ts';

/** One step a scenario, of its first block that has a reference. `random32` draws what a runner cannot guess. */
export function observerSteps(plan: Plan, random32: () => number): Step[] {
  const seen = new Set<string>();
  return plan.blocks.flatMap((block) => {
    const { scenario, reference } = block;
    const like = plan.steps.find(
      (step) => step.block === block && step.subject.id === reference?.id && step.cell.side === 'head',
    );
    if (like === undefined || seen.has(scenario.id)) return [];
    seen.add(scenario.id);
    return [
      {
        ...like,
        invocation: `observer-${scenario.id}`.slice(0, 64),
        group: -1 - seen.size,
        block: { ...block, sampling: 'plain' as const, slices: null },
        nonce: hex(random32()) + hex(random32()),
        secret: random32() >>> 0,
      },
    ];
  });
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
