// Which scenarios and which two subjects a cross check takes: what is sliced, and each subject over the first.
import type { Choice } from '../../harness/orchestrate/prepare/choose.ts';
import type { Runtime } from '../../harness/contract/runner-manifest.ts';
import { samplingPlanOf } from '../../harness/contract/scenario.ts';
import type { Profile } from '../../harness/contract/scenario.ts';
import { whyUnsupported } from '../../harness/plan/support.ts';
import type { LengthCell } from '../lengths/measure-lengths.ts';
import type { CrossCell } from './cross-plan.ts';

/** The smallest set of the profile that is sliced. Subjects are taken in the order in which they were named. */
export function crossCells(
  { wanted }: Pick<Choice, 'wanted'>,
  profile: Profile,
  named: readonly string[],
): readonly CrossCell[] {
  return wanted.flatMap(({ scenario, subjects }) => {
    const set = scenario.profiles[profile].find((one) => samplingPlanOf(scenario, one).kind === 'sliced');
    const sliced = set && samplingPlanOf(scenario, set);
    if (set === undefined || sliced?.kind !== 'sliced') return [];
    const place = (id: string): number => (named.includes(id) ? named.indexOf(id) : named.length);
    const [first, ...others] = subjects.toSorted((a, b) => place(a.id) - place(b.id));
    if (first === undefined) return [];
    return others.map((second): CrossCell => ({ scenario, set, sliced, first, second }));
  });
}

/** Every set of the profile that is sliced, with all its subjects, the first named in front. */
export function lengthCells(
  { wanted }: Pick<Choice, 'wanted'>,
  runtimes: readonly Runtime[],
  profile: Profile,
  reference: string,
): readonly LengthCell[] {
  return wanted.flatMap(({ scenario, subjects }) =>
    scenario.profiles[profile].flatMap((set): LengthCell[] => {
      const sliced = samplingPlanOf(scenario, set);
      if (sliced.kind !== 'sliced') return [];
      const able = subjects.filter(({ runtime, style }) => {
        const found = runtimes.find(({ id }) => id === runtime);
        return found !== undefined && whyUnsupported(scenario, found, style) === null;
      });
      const place = (id: string): number => (id === reference ? 0 : 1);
      return [{ scenario, set, sliced, subjects: able.toSorted((a, b) => place(a.id) - place(b.id)) }];
    }),
  );
}
