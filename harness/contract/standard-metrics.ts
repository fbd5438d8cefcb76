// The metrics that many scenarios have: what each builder fixes is the same wherever it is used.
import type { MetricSpec } from './metric.ts';

/** What a scenario says of its own metric. */
type About = Pick<MetricSpec, 'title' | 'primary' | 'minimumEffect'>;

type Fixed = Pick<MetricSpec, 'id' | 'unit' | 'scale' | 'source'>;

function lowerIsBetter(
  { id, unit, scale, source }: Fixed,
  { title, primary, minimumEffect }: About,
): MetricSpec {
  return { id, title, unit, better: 'lower', scale, source, primary, minimumEffect };
}

const timeRatio = (id: string, source: MetricSpec['source'], about: About): MetricSpec =>
  lowerIsBetter({ id, unit: 'ns', scale: 'ratio', source }, about);

const timeDifference = (id: string, source: MetricSpec['source'], about: About): MetricSpec =>
  lowerIsBetter({ id, unit: 'ns', scale: 'difference', source }, about);

export const cpuPerOperation = (about: About): MetricSpec =>
  timeRatio('cpu', { kind: 'cpu-per-operation' }, about);

export const wallPerOperation = (about: About): MetricSpec =>
  timeRatio('wall', { kind: 'wall-per-operation' }, about);

export const sliceTime = (id: string, about: About): MetricSpec =>
  timeRatio(id, { kind: 'slice-time' }, about);

export const sliceCpu = (about: About): MetricSpec => timeRatio('cpu', { kind: 'slice-cpu' }, about);

/** The quantile `q` of the samples, compared by the logarithm. */
export const quantileRatio = (id: string, q: number, about: About): MetricSpec =>
  timeRatio(id, { kind: 'sample-quantile', q, join: 'none' }, about);

/** The quantile `q` of the time to an answer at one of the rates at which the harness's clients ask, by its place. */
export const rateQuantile = (id: string, rate: number, q: number, about: About): MetricSpec =>
  timeRatio(id, { kind: 'rate-quantile', rate, q }, about);

/** The quantile `q` of samples that may be near or below zero, such as how late a timer was. `minimumEffect` is in nanoseconds. */
export const quantileDifference = (id: string, q: number, about: About): MetricSpec =>
  timeDifference(id, { kind: 'sample-quantile', q, join: 'none' }, about);

/** The quantile `q` of the time from an act of the witness to the sample that noticed it. `minimumEffect` is in nanoseconds. */
export const noticeQuantile = (id: string, q: number, about: About): MetricSpec =>
  timeDifference(id, { kind: 'sample-quantile', q, join: 'notice' }, about);

export const peakResident = (id: string, about: About): MetricSpec =>
  lowerIsBetter({ id, unit: 'bytes', scale: 'ratio', source: { kind: 'peak-resident' } }, about);
