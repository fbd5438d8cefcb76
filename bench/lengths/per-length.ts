// What an operation takes in slices of each length of one process. Pure.
import type { SliceRecord } from '../../harness/contract/invocation.ts';
import { mean } from '../../harness/stats/mean.ts';
import type { SliceValues } from '../../harness/stats/slice-values.ts';
import { LENGTHS } from './length-rows.ts';

/** Nanoseconds by length, as a multiple of the declared one: the mean over the measured slices behind the warm-up. */
export function perOperation(
  { series, warmup }: Pick<SliceValues, 'series' | 'warmup'>,
  { roles, asked }: Pick<SliceRecord, 'roles' | 'asked'>,
  declared: number,
  of: 'wallNs' | 'cpuNs',
): ReadonlyMap<number, number> {
  const operations = asked.filter((_, i) => roles[i] === 'measured').slice(warmup);
  const times = (series[of] ?? []).slice(warmup).map((ns, i) => ({
    length: (operations[i] ?? declared) / declared,
    perOperation: ns / (operations[i] ?? declared),
  }));
  return new Map(
    LENGTHS.map((length) => {
      const own = times.filter((one) => Math.abs(one.length - length) < length / 10);
      return [length, own.length === 0 ? Number.NaN : mean(own.map((one) => one.perOperation))];
    }),
  );
}
