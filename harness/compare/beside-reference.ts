// Two stored runs that measured the same reference: a subject's change beside it, in which a machine that became slower as a whole cancels.
import type { Cell, Comparison, RunResult } from '../contract/result.ts';
import { intervalAround } from '../stats/interval.ts';
import { mean } from '../stats/mean.ts';
import { moderateVariances } from '../stats/moderated-variance.ts';
import { studentQuantile } from '../stats/student-t.ts';
import { welchInterval } from '../stats/welch-interval.ts';
import type { OtherView } from './other-view.ts';
import { present } from './pairs.ts';
import { LEAST_SPREAD, lendingGroups } from './row-intervals.ts';
import { INTERVAL_LEVEL, MINIMUM_PAIRS } from './scale.ts';
import type { ScaledMetric } from './scale.ts';

/**
 * The change beside the reference, of a metric of a cell that both runs have, on the scale of intervals: of the ratio to it, or of the difference.
 * Of the reference's `own` row: beside all others. Null where the runs hold too little for one.
 */
export type BesideOf = (cell: Cell, metric: ScaledMetric) => OtherView | null;

interface Contrasted {
  readonly group: string;
  readonly scale: ScaledMetric['scale'];
  readonly key: string;
  readonly reference: string;
  readonly own: boolean;
  readonly base: readonly number[];
  readonly head: readonly number[];
}

export function besideReference(base: RunResult, head: RunResult): BesideOf {
  const subjects = head.comparisons.flatMap((now): Contrasted[] => {
    const was = base.comparisons.find((row) => keyOf(row, row.subject) === keyOf(now, now.subject));
    if (was === undefined || was.reference !== now.reference) return [];
    return contrasted(now, now.subject, false, [present(was.values ?? []), present(now.values ?? [])]);
  });
  const rows = [...subjects, ...referencesOf(base, head)];
  const drawn = moderated(rows);
  return ({ scenario, set, subject }, { id }) =>
    drawn.get(keyOf({ scenario, set, metric: id }, subject)) ?? null;
}

type Place = Pick<Comparison, 'scenario' | 'set' | 'metric'>;

const keyOf = ({ scenario, set, metric }: Place, subject: string): string =>
  JSON.stringify([scenario, set, metric, subject]);

function contrasted(
  { scenario, set, metric, scale, reference }: Comparison,
  subject: string,
  own: boolean,
  [base, head]: readonly [readonly number[], readonly number[]],
): Contrasted[] {
  if (base.length < MINIMUM_PAIRS || head.length < MINIMUM_PAIRS) return [];
  const place = { scenario, set, metric };
  return [{ group: JSON.stringify(place), scale, key: keyOf(place, subject), reference, own, base, head }];
}

/** The other way round: the reference beside the middle of all that both runs compared with it, where a repetition has all of them. */
function referencesOf(base: RunResult, head: RunResult): Contrasted[] {
  const firsts = head.comparisons.filter(
    (row, i) =>
      head.comparisons.findIndex((other) => keyOf(other, other.reference) === keyOf(row, row.reference)) ===
      i,
  );
  return firsts.flatMap((row) => {
    const key = keyOf(row, row.reference);
    const [was, now] = [base, head].map(({ comparisons }) =>
      comparisons.filter((other) => keyOf(other, other.reference) === key && other.values !== undefined),
    );
    const before = new Set(was?.map(({ subject }) => subject));
    const shared = new Set(now?.map(({ subject }) => subject).filter((subject) => before.has(subject)));
    const of = (rows: readonly Comparison[] = []): number[] =>
      againstAll(rows.filter(({ subject }) => shared.has(subject)));
    return contrasted(row, row.reference, true, [of(was), of(now)]);
  });
}

function againstAll(rows: readonly Comparison[]): number[] {
  const [first] = rows;
  return (first?.values ?? []).flatMap((_, repetition) => {
    const values = present(rows.map(({ values = [] }) => values[repetition] ?? null));
    return values.length < rows.length ? [] : [-mean(values)];
  });
}

/** Welch's error of each, with what the rows of one kind know of each other's variance: three to six values a run know theirs badly. */
function moderated(rows: readonly Contrasted[]): ReadonlyMap<string, OtherView> {
  const drawn = new Map<string, OtherView>();
  for (const group of lendingGroups(rows)) {
    const own = group.map(({ base, head }) => welchInterval(base, head, INTERVAL_LEVEL));
    const variances = moderateVariances(
      own.map(({ standardError, degreesOfFreedom }, i) => ({
        variance: standardError ** 2 / share(group[i]),
        degreesOfFreedom,
      })),
      group[0]?.scale === 'ratio' ? LEAST_SPREAD ** 2 : 0,
    );
    for (const [i, row] of group.entries()) {
      const { variance = 0, degreesOfFreedom = 1 } = variances[i] ?? {};
      const standardError = Math.sqrt(variance * share(row));
      const halfWidth = studentQuantile((1 + INTERVAL_LEVEL) / 2, degreesOfFreedom) * standardError;
      const interval = intervalAround(own[i]?.estimate ?? 0, halfWidth, { standardError, degreesOfFreedom });
      drawn.set(row.key, { interval, reference: row.reference, own: row.own });
    }
  }
  return drawn;
}

/** What the variance of a difference of two means is of the variance of one value. */
const share = (row: Pick<Contrasted, 'base' | 'head'> | undefined): number =>
  row === undefined ? 1 : 1 / row.base.length + 1 / row.head.length;
