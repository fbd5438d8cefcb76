// The runs that are held beside each other, and the order in which they take place. Pure.
import { shuffled, splitMix32 } from '../../harness/contract/payload.ts';

/** `base`: a default run of the other revision. Of this build: as much wall time as that took, the default, and 30 s. */
export const ARMS = ['base', 'equal', 'default', 'short'] as const;
export type Arm = (typeof ARMS)[number];

/** A new order for each round; `equal` comes after `base`, whose wall time it gets. The same seed begins with the same rounds. */
export function ordersOf(rounds: number, seed: number): readonly (readonly Arm[])[] {
  const next = splitMix32(seed);
  return Array.from({ length: rounds }, () => {
    const order = shuffled([...ARMS], next);
    return order.indexOf('base') < order.indexOf('equal') ? order : order.map(exchanged);
  });
}

function exchanged(arm: Arm): Arm {
  if (arm === 'base') return 'equal';
  return arm === 'equal' ? 'base' : arm;
}
