// Random numbers for tests of statistics: the same in every run, by Box and Muller from SplitMix32.
import { splitMix32 } from '../contract/payload.ts';

/** Draws from (0, 1), both ends left out. */
export function seededUniforms(seed: number): () => number {
  const next = splitMix32(seed);
  return () => (next() + 0.5) / 2 ** 32;
}

/** Draws with mean 0 and standard deviation 1. */
export function seededNormals(seed: number): () => number {
  const uniform = seededUniforms(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

export function drawn<Item>(count: number, draw: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => draw(index));
}
