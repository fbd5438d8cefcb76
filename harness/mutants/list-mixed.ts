// The attempts of a mixed run: a fault in every n-th process, in one style, under stress only, or after some rounds. Pure.
import { mix32 } from '../contract/digest.ts';
import type { Scenario } from '../contract/scenario.ts';
import { canBeStalled } from '../run/stress-stalls.ts';
import type { Attempt } from './attempt.ts';
import type { Mixed } from './mutant.ts';

/** An attempt that is not mixed. */
export const ALWAYS = {
  when: {},
  shows: true,
  processes: 1,
  stress: false,
} as const satisfies Partial<Attempt>;

/** Each takes several processes, and what is mixed with what does not depend on the seed. */
const MOST_SEEDS = 3;
/** The fault is to come more than once. */
const ROUNDS_OF_PROCESSES = 2;

type Base = Omit<Attempt, 'style' | 'seed' | 'active'>;

/** `styles`: the one in which the mutant is tried first, and further ones. */
export function mixedAttempts(
  base: Base,
  mixed: Mixed,
  [first = base.runtime.manifest.defaultStyle, ...further]: readonly string[],
  seeds: number,
  scenario: Scenario,
): Attempt[] {
  return Array.from({ length: Math.min(seeds, MOST_SEEDS) }, (_, index) => {
    const one = { ...base, style: first, seed: mix32(index + 1), active: true };
    switch (mixed.in) {
      case 'every-nth-process': {
        const { n } = mixed;
        return [{ ...one, when: { everyNthProcess: n }, processes: ROUNDS_OF_PROCESSES * n }];
      }
      case 'one-style': {
        const faulty = { ...one, when: { style: first } };
        const other = further[index % further.length];
        return other === undefined ? [faulty] : [faulty, { ...faulty, style: other, shows: false }];
      }
      case 'stress': {
        // Some scenarios count wake-ups and are never stalled: there is no stress to show under.
        if (!canBeStalled(scenario)) return [];
        const faulty = { ...one, when: { underStress: true as const }, stress: true };
        return [faulty, { ...faulty, stress: false, shows: false }];
      }
      case 'later-rounds':
        return [{ ...one, when: { afterRounds: mixed.after } }];
      default:
        return unknownMixture(mixed);
    }
  }).flat();
}

function unknownMixture(mixed: never): never {
  throw new Error(`unexpected mixture: ${JSON.stringify(mixed)}`);
}
