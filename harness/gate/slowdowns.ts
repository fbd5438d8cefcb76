// The slowdowns that a calibration injects: into the work, by requesting more of it than is counted. The results are never changed.
import { mix32 } from '../contract/digest.ts';

export interface Slowdown {
  /** `aa`, `1`, `3`, `5`, `10`, `tail`. */
  readonly id: string;
  readonly title: string;
  /** By how much the mean rises, as a fraction. */
  readonly effect: number;
  /** In which share of the slices. */
  readonly share: number;
}

export const SLOWDOWNS: readonly Slowdown[] = [
  { id: 'aa', title: 'no change', effect: 0, share: 1 },
  { id: '1', title: '1 % slower', effect: 0.01, share: 1 },
  { id: '3', title: '3 % slower', effect: 0.03, share: 1 },
  { id: '5', title: '5 % slower', effect: 0.05, share: 1 },
  { id: '10', title: '10 % slower', effect: 0.1, share: 1 },
  { id: 'tail', title: 'twice as long in 5 % of the slices', effect: 0.05, share: 0.05 },
];

/** Operations beyond `operations` in the slice with this number. What does not divide is rounded by chance, fairly. */
export function extraOperations(
  { effect, share }: Slowdown,
  seed: number,
  slice: number,
  operations: number,
): number {
  const chance = (salt: number): number => mix32(mix32(seed + salt) ^ slice) / 2 ** 32;
  if (effect === 0 || (share < 1 && chance(1) >= share)) return 0;
  const wanted = (operations * effect) / share;
  return Math.floor(wanted + chance(2));
}
