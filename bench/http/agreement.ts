// How far the harness's HTTP clients and an independent load generator agree on one server: rates and quantiles, as ratios. Pure.
import { median } from '../../harness/stats/median.ts';
import { orderStatistic } from '../../harness/stats/quantile.ts';

/** What one load generator found at one rate. */
export interface FoundLoad {
  readonly perSecond: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p99Ns: number;
}

export interface LoadAgreement {
  readonly subject: string;
  /** Requests a second that both were told to ask. */
  readonly asked: number;
  /** Medians over the repetitions. */
  readonly own: FoundLoad;
  readonly other: FoundLoad;
  /** Own over other; the median of the ratios of neighbours in time. */
  readonly ratios: FoundLoad;
  /** The share of the time in which the harness's clients were busy. */
  readonly busy: number;
}

/** A ratio that is off by more is marked. */
const AGREED = 0.05;
const FIELDS = ['perSecond', 'p50Ns', 'p90Ns', 'p99Ns'] as const;

/** Of `oha --output-format json`, which has seconds. Null where it is no such document, or where requests failed. */
export function loadOfOha(document: unknown): FoundLoad | null {
  const perSecond = numberAt(document, ['summary', 'requestsPerSec']);
  const at = (name: string): number | null => numberAt(document, ['latencyPercentiles', name]);
  const [p50, p90, p99] = [at('p50'), at('p90'), at('p99')];
  if (numberAt(document, ['summary', 'successRate']) !== 1) return null;
  if (perSecond === null || p50 === null || p90 === null || p99 === null) return null;
  return { perSecond, p50Ns: p50 * 1e9, p90Ns: p90 * 1e9, p99Ns: p99 * 1e9 };
}

export function loadOfLatencies(latenciesNs: readonly number[], lastedNs: number): FoundLoad {
  const sorted = Float64Array.from(latenciesNs).sort();
  const [p50Ns, p90Ns, p99Ns] = [0.5, 0.9, 0.99].map((q) => orderStatistic(sorted, q));
  return {
    perSecond: (latenciesNs.length * 1e9) / lastedNs,
    p50Ns: p50Ns ?? 0,
    p90Ns: p90Ns ?? 0,
    p99Ns: p99Ns ?? 0,
  };
}

/** Of pairs that were measured one right after the other. */
export function agreementOf(
  pairs: readonly { readonly own: FoundLoad; readonly other: FoundLoad }[],
): Pick<LoadAgreement, 'own' | 'other' | 'ratios'> {
  return {
    own: middleOf(pairs.map(({ own }) => own)),
    other: middleOf(pairs.map(({ other }) => other)),
    ratios: middleOf(pairs.map(({ own, other }) => loadBy((field) => own[field] / other[field]))),
  };
}

/** The part of the ratios that lies within 5 %. */
export function agreed(rows: readonly LoadAgreement[]): { readonly count: number; readonly of: number } {
  const ratios = rows.flatMap((row) => FIELDS.map((field) => row.ratios[field]));
  return { count: ratios.filter(isAgreed).length, of: ratios.length };
}

export function agreementText(rows: readonly LoadAgreement[]): string {
  const lines = rows.map((row) =>
    [
      row.subject,
      row.asked,
      ...FIELDS.map(
        (field) => `${cell(field, row.own)} / ${cell(field, row.other)} ${ratio(row.ratios[field])}`,
      ),
      row.busy.toFixed(2),
    ].join(' | '),
  );
  const { count, of } = agreed(rows);
  return [
    '| subject | asked/s | rate: own / other, ratio | p50 us | p90 us | p99 us | clients busy |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line} |`),
    '',
    `${count} of ${of} ratios lie within ${100 * AGREED} %; * marks the others.`,
    '',
  ].join('\n');
}

const isAgreed = (value: number): boolean => Math.abs(value - 1) <= AGREED;
const ratio = (value: number): string => `(${value.toFixed(3)}${isAgreed(value) ? '' : '*'})`;
const cell = (field: keyof FoundLoad, load: FoundLoad): string =>
  field === 'perSecond' ? load.perSecond.toFixed(0) : (load[field] / 1000).toFixed(0);

function loadBy(of: (field: keyof FoundLoad) => number): FoundLoad {
  return { perSecond: of('perSecond'), p50Ns: of('p50Ns'), p90Ns: of('p90Ns'), p99Ns: of('p99Ns') };
}

function middleOf(loads: readonly FoundLoad[]): FoundLoad {
  return loadBy((field) => median(loads.map((load) => load[field])));
}

function numberAt(document: unknown, path: readonly string[]): number | null {
  let at = document;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return null;
    at = Reflect.get(at, name);
  }
  return typeof at === 'number' ? at : null;
}
