// The steps that are carried out together.
import type { Step } from '../contract/plan.ts';

/** Steps of a plain block run one by one, all others with their group. */
export function* groupsOf(steps: readonly Step[]): Iterable<readonly Step[]> {
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
