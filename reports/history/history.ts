// Values of many runs put on lines: one line a subject, one chart for everything that may be compared over time.
import { changePoints } from '../../harness/stats/change-points.ts';
import { median } from '../../harness/stats/median.ts';
import { marksOf } from './history-marks.ts';
import type { HistoryMark } from './history-marks.ts';
import type { HistoryRun, HistoryValue } from './run-summary.ts';

/** Where a line of values moves to another level. */
export interface HistoryChange {
  /** Index of the first value of the new level: from 1 on. */
  readonly index: number;
  /** How sure that is, 0 to 1; null where the statistic does not say. */
  readonly confidence: number | null;
}

/**
 * A statistic over one line, oldest first. Its values are ratios to the reference of the same run: a machine drifts, and with
 * it every absolute time, but hardly the ratio of two neighbours.
 */
export type FindChangePoints = (values: readonly number[]) => readonly HistoryChange[];

/** The usual one, on the scale that it is made for: logarithms of ratios. */
export const CHANGE_POINTS: FindChangePoints = (ratios) =>
  changePoints(ratios.map(Math.log)).map(({ at }) => ({ index: at, confidence: null }));

export interface LinePoint {
  /** Place among the runs of the chart, oldest first. */
  readonly at: number;
  readonly value: number;
  /** Over the reference of the same run; null where there is no such ratio. */
  readonly toReference: number | null;
}

/** One change point as it is told: between which runs, and from which level to which. */
export interface LevelChange {
  readonly at: number;
  readonly before: HistoryRun;
  readonly after: HistoryRun;
  /** Median of the new level over that of the old one, both over the reference. */
  readonly ratio: number;
  readonly confidence: number | null;
  /** Why a person took note of it; null: it is news. */
  readonly accepted: string | null;
}

/** A step that a person took note of; null: of every set, subject or metric. */
export interface AcceptedStep {
  /** Id of the first run of the new level. */
  readonly run: string;
  readonly benchmark: string;
  readonly set: string | null;
  readonly subject: string | null;
  readonly metric: string | null;
  readonly reason: string;
}

export interface HistoryLine {
  readonly subject: string;
  readonly points: readonly LinePoint[];
  readonly changes: readonly LevelChange[];
  /** Where a series of its own begins: levels on both sides are not compared. */
  readonly marks: readonly HistoryMark[];
}

/** One scenario, parameter set and metric on one machine with one profile. */
export interface HistoryChart {
  readonly scenario: string;
  readonly title: string;
  readonly version: string;
  readonly set: string;
  readonly metric: string;
  readonly metricId: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher' | null;
  readonly profile: string;
  readonly machine: string;
  readonly reference: string;
  /** Those with a value on this chart, oldest first. */
  readonly runs: readonly HistoryRun[];
  readonly lines: readonly HistoryLine[];
}

/**
 * `runs` oldest first. Runs of another profile, machine, reference, scenario version or other parameters get a chart of their own:
 * a step between those would say nothing about the code. `find` null: change points are not looked for.
 */
export function historyOf(
  runs: readonly HistoryRun[],
  find: FindChangePoints | null,
  accepted: readonly AcceptedStep[] = [],
): HistoryChart[] {
  const groups = new Map<string, { readonly run: HistoryRun; readonly value: HistoryValue }[]>();
  for (const run of runs)
    for (const value of run.values) {
      const key = keyOf(run, value);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ run, value }]);
      else group.push({ run, value });
    }
  return [...groups.values()].flatMap((entries) => chartOf(entries, { find, accepted })).sort(byName);
}

function keyOf({ profile, machine, reference }: HistoryRun, value: HistoryValue): string {
  const { scenario, version, set, params, metric, unit } = value;
  return [scenario, set, metric, unit, version, params, profile, machine, reference].join('\0');
}

interface Search {
  readonly find: FindChangePoints | null;
  readonly accepted: readonly AcceptedStep[];
}

function chartOf(
  entries: readonly { readonly run: HistoryRun; readonly value: HistoryValue }[],
  search: Search,
): HistoryChart[] {
  const newest = entries.at(-1);
  if (newest === undefined) return [];
  const runs = [...new Set(entries.map(({ run }) => run))];
  const place = new Map(runs.map((run, index) => [run, index]));
  const lines = new Map<string, LinePoint[]>();
  for (const { run, value } of entries) {
    const points = lines.get(value.subject) ?? [];
    points.push({ at: place.get(run) ?? 0, value: value.value, toReference: value.toReference });
    lines.set(value.subject, points);
  }
  const { scenario, title, version, set, metric, metricTitle, unit, better } = newest.value;
  const { profile, machine, reference } = newest.run;
  const facts = {
    scenario,
    title,
    version,
    set,
    metric: metricTitle,
    metricId: metric,
    unit,
    better,
    profile,
    machine,
    reference,
  };
  const { find, accepted } = search;
  const drawn = [...lines].map(([subject, points]): HistoryLine => {
    const marks = marksOf(
      points.map(({ at }) => runs[at]),
      subject,
    );
    const known = accepted.filter((step) => isOf(step, { scenario, set, subject, metric }));
    const changes = find === null ? [] : changesOf({ points, marks, runs, known }, find);
    return { subject, points, changes, marks };
  });
  const order = orderOf(entries);
  return [
    { ...facts, runs, lines: drawn.sort((a, b) => order.indexOf(a.subject) - order.indexOf(b.subject)) },
  ];
}

/** As the newest run has them, then those that only earlier ones have. */
function orderOf(
  entries: readonly { readonly run: HistoryRun; readonly value: HistoryValue }[],
): readonly string[] {
  const byRun = new Map<HistoryRun, string[]>();
  for (const { run, value } of entries) byRun.set(run, [...(byRun.get(run) ?? []), value.subject]);
  return [...new Set([...byRun.values()].toReversed().flat())];
}

const isOf = (
  { benchmark, set, subject, metric }: AcceptedStep,
  line: Readonly<Record<'scenario' | 'set' | 'subject' | 'metric', string>>,
): boolean =>
  benchmark === line.scenario &&
  (set ?? line.set) === line.set &&
  (subject ?? line.subject) === line.subject &&
  (metric ?? line.metric) === line.metric;

interface Searched {
  readonly points: readonly LinePoint[];
  readonly marks: readonly HistoryMark[];
  readonly runs: readonly HistoryRun[];
  readonly known: readonly AcceptedStep[];
}

/** Each series from mark to mark alone. */
function changesOf({ points, marks, runs, known }: Searched, find: FindChangePoints): LevelChange[] {
  const begins = [0, ...marks.map(({ index }) => index), points.length];
  return begins
    .slice(1)
    .flatMap((end, i) => changesIn(points.slice(begins[i], end), { points, marks, runs, known }, find));
}

function changesIn(
  points: readonly LinePoint[],
  { runs, known }: Searched,
  find: FindChangePoints,
): LevelChange[] {
  const ratios = points.flatMap((point) => {
    const ratio = searchedValue(point, runs[point.at]);
    return ratio === null ? [] : [{ at: point.at, ratio }];
  });
  const values = ratios.map(({ ratio }) => ratio);
  const found = [...find(values)].sort((a, b) => a.index - b.index);
  return found.flatMap(({ index, confidence }, number): LevelChange[] => {
    const from = found[number - 1]?.index ?? 0;
    const to = found[number + 1]?.index ?? values.length;
    const [last, first] = [ratios[index - 1], ratios[index]];
    const [before, after] = [runs[last?.at ?? -1], runs[first?.at ?? -1]];
    const [old, now] = [values.slice(from, index), values.slice(index, to)];
    if (first === undefined || before === undefined || after === undefined) return [];
    const accepted = known.find(({ run }) => isNear(run, first.at, runs))?.reason ?? null;
    const ratio = median(now) / median(old);
    return [{ at: first.at, before, after, ratio, confidence, accepted }];
  });
}

/** Other tools have no reference in the same run: what they have is searched. */
function searchedValue({ value, toReference }: LinePoint, run: HistoryRun | undefined): number | null {
  return toReference ?? (run?.reference === '' && value > 0 ? value : null);
}

/** With more runs a step is placed anew, by one or two of them. */
const MOVED = 2;

const isNear = (id: string, at: number, runs: readonly HistoryRun[]): boolean => {
  const place = runs.findIndex((run) => run.id === id);
  return place !== -1 && Math.abs(place - at) <= MOVED;
};

function byName(a: HistoryChart, b: HistoryChart): number {
  const [left, right] = [a, b].map(({ scenario, set, metric, profile, machine, reference, version }) =>
    [scenario, set, metric, profile, machine, reference, version.padStart(6, '0')].join('\0'),
  );
  return (left ?? '') < (right ?? '') ? -1 : 1;
}
