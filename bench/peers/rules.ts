// How each peer decides, on numbers that were measured its way. Nothing here is ours: see docs/measuring.md for the sources.
import { mean } from '../../harness/stats/mean.ts';
import { pooled, welch } from './two-samples.ts';
import type { TwoSamples } from './two-samples.ts';

export type PeerVerdict = 'slower' | 'faster' | 'none';

export interface TaskStatistics {
  readonly mean: number;
  /** Margin of error in percent. */
  readonly rme: number;
}

/** hyperfine's scripts/welch_ttest.py: Welch on the times of whole processes, at 5 %. */
export function hyperfineRule(a: readonly number[], b: readonly number[]): PeerVerdict {
  return called(welch(a, b), 0.05);
}

/** Node's benchmark/compare.R: Welch on rates, one star below 5 %, two below 1 %. Pairs are not paired. */
export function compareRule(a: readonly number[], b: readonly number[], level: 0.05 | 0.01): PeerVerdict {
  const rates = (times: readonly number[]): number[] => times.map((ns) => 1 / ns);
  return called(welch(rates(b), rates(a)), level);
}

/** pyperf's `compare_to`: Student's t with pooled variance on all values of all processes, at 5 %. */
export function pyperfRule(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
): PeerVerdict {
  return called(pooled(a.flat(), b.flat()), 0.05);
}

/** tinybench gives a mean and its margin, and leaves the rest to the reader, who sees whether the intervals touch. */
export function disjointRule(a: TaskStatistics, b: TaskStatistics): PeerVerdict {
  const [low, high] = [b.mean * (1 - b.rme / 100), b.mean * (1 + b.rme / 100)];
  if (low > a.mean * (1 + a.rme / 100)) return 'slower';
  return high < a.mean * (1 - a.rme / 100) ? 'faster' : 'none';
}

/** A test on tinybench's samples, as its users ask for. */
export function samplesRule(a: readonly number[], b: readonly number[]): PeerVerdict {
  return called(welch(a, b), 0.05);
}

/** The values of one process as pyperf takes them: `parts` parts, of which the first is warm-up. */
export function pyperfValues(wallNs: readonly number[], values: number): readonly number[] {
  const parts = values + 1;
  const edge = (part: number): number => Math.floor((part * wallNs.length) / parts);
  if (wallNs.length < parts) throw new RangeError(`${wallNs.length} slices are too few for ${parts} values`);
  return Array.from({ length: values }, (_, i) => mean(wallNs.slice(edge(i + 1), edge(i + 2))));
}

function called({ t, p }: TwoSamples, level: number): PeerVerdict {
  if (p >= level) return 'none';
  return t > 0 ? 'slower' : 'faster';
}
