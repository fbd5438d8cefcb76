// Steps, marks and what was accepted, on lines of which the truth is known.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededNormals } from '../../harness/testing/seeded-normals.ts';
import { CHANGE_POINTS, historyOf } from './history.ts';
import type { AcceptedStep, HistoryLine } from './history.ts';
import { marksOf } from './history-marks.ts';
import type { HistoryRun, HistoryValue } from './run-summary.ts';

const [SUBJECT, REFERENCE] = ['python/coroutines', 'node/promises'];

interface Course {
  readonly length: number;
  readonly seed: number;
  /** Of the subject over the reference, by run. */
  readonly level: (run: number) => number;
  readonly over?: (run: number) => Partial<HistoryRun>;
}

/** The machine drifts by half, and all times with it; ratios scatter by 0.7 %. */
function runsOf({ length, seed, level, over = () => ({}) }: Course): HistoryRun[] {
  const normal = seededNormals(seed);
  return Array.from({ length }, (_, i): HistoryRun => {
    const drift = 1000 * (1 + 0.5 * Math.sin(i / 7));
    const ratio = level(i) * Math.exp(0.007 * normal());
    return {
      id: `run-${i}`,
      slug: '',
      startedAt: new Date(Date.UTC(2026, 0, 1 + i)).toISOString(),
      profile: 'quick',
      machine: 'A CPU, 2 CPU',
      commit: `c${i}`,
      reference: REFERENCE,
      runtimes: new Map([
        ['node', '20.19.1'],
        ['python', '3.11.2'],
      ]),
      conditions: new Map([['kernel', '6.1']]),
      values: [valueOf(SUBJECT, drift * ratio, ratio), valueOf(REFERENCE, drift, null)],
      ...over(i),
    };
  });
}

const valueOf = (subject: string, value: number, toReference: number | null): HistoryValue => ({
  scenario: 'timers.sample',
  title: 'Sample',
  version: '1',
  set: 's',
  params: '[]',
  metric: 'cpu',
  metricTitle: 'CPU',
  unit: 'ns',
  better: 'lower',
  subject,
  value,
  toReference,
});

function lineOf(course: Course, accepted: readonly AcceptedStep[] = []): HistoryLine {
  const charts = historyOf(runsOf(course), CHANGE_POINTS, accepted);
  const line = charts[0]?.lines.find(({ subject }) => subject === SUBJECT);
  if (line === undefined || charts.length !== 1) throw new Error('there is one chart with the subject');
  return line;
}

const TRIALS = 100;
const trials = (course: Omit<Course, 'seed'>): HistoryLine[] =>
  Array.from({ length: TRIALS }, (_, seed) => lineOf({ ...course, seed }));

test('a step of 2 % is found in 95 of a hundred, while the machine drifts by half', () => {
  const lines = trials({ length: 40, level: (run) => (run < 20 ? 1 : 1.02) });
  const found = lines.filter(
    ({ changes }) => changes.length === 1 && Math.abs((changes[0]?.at ?? 0) - 20) <= 2,
  );
  expect(found.length).toBeGreaterThanOrEqual(0.95 * TRIALS);
});

test('without a step there is an alarm in no more than two of a hundred', () => {
  const alarms = trials({ length: 40, level: () => 1 }).filter(({ changes }) => changes.length > 0);
  expect(alarms.length).toBeLessThanOrEqual(0.02 * TRIALS);
});

const upgraded = (run: number): Partial<HistoryRun> =>
  run < 20
    ? {}
    : {
        runtimes: new Map([
          ['node', '22.1.0'],
          ['python', '3.11.9'],
        ]),
      };

test('an upgrade of a runtime begins a new series: its step is a mark, and no change point', () => {
  const line = lineOf({ length: 40, seed: 1, level: (run) => (run < 20 ? 1 : 1.3), over: upgraded });
  expect(line.changes).toEqual([]);
  expect(line.marks.map(({ index, kind, text }) => [index, kind, text])).toEqual([
    [20, 'runtime', 'node 20.19 to 22.1'],
  ]);
});

test('a step within a series is found on either side of a mark', () => {
  const level = (run: number): number => (run < 12 ? 1 : run < 36 ? 1.05 : 1.1);
  const line = lineOf({
    length: 60,
    seed: 2,
    level: (run) => level(run) * (run < 20 ? 1 : 2),
    over: upgraded,
  });
  expect(line.changes.map(({ at }) => Math.abs(at - 12) <= 1 || Math.abs(at - 36) <= 1)).toEqual([
    true,
    true,
  ]);
});

test('other conditions are a mark too, and a patch of a runtime is none', () => {
  const kernel = lineOf({
    length: 20,
    seed: 3,
    level: (run) => (run < 10 ? 1 : 2),
    over: (run) => (run < 10 ? {} : { conditions: new Map([['kernel', '6.2']]) }),
  });
  expect([kernel.changes, kernel.marks.map(({ text }) => text)]).toEqual([[], ['kernel 6.1 to 6.2']]);
  const patch = lineOf({
    length: 20,
    seed: 3,
    level: (run) => (run < 10 ? 1 : 2),
    over: (run) => (run < 10 ? {} : { runtimes: new Map([['node', '20.19.9']]) }),
  });
  expect([patch.changes.length, patch.marks]).toEqual([1, []]);
});

test('another version of a scenario, machine or reference is another chart', () => {
  const half = (over: Partial<HistoryRun>) =>
    historyOf(
      runsOf({ length: 20, seed: 4, level: () => 1, over: (run) => (run < 10 ? {} : over) }),
      CHANGE_POINTS,
    );
  expect(half({ machine: 'another' })).toHaveLength(2);
  expect(half({ reference: SUBJECT })).toHaveLength(2);
  expect(half({ values: [{ ...valueOf(SUBJECT, 1000, 1), version: '2' }] })).toHaveLength(2);
});

const step = (over: Partial<AcceptedStep> = {}): AcceptedStep => ({
  run: 'run-20',
  benchmark: 'timers.sample',
  set: null,
  subject: null,
  metric: null,
  reason: 'safer',
  ...over,
});

test('an accepted step says why, and one of another run, subject or scenario stays news', () => {
  const course = { length: 40, seed: 5, level: (run: number) => (run < 20 ? 1 : 1.05) };
  const reasonWith = (accepted: AcceptedStep): string | null | undefined =>
    lineOf(course, [accepted]).changes[0]?.accepted;
  expect(reasonWith(step())).toBe('safer');
  expect(reasonWith(step({ subject: SUBJECT, metric: 'cpu', set: 's' }))).toBe('safer');
  for (const other of [
    { run: 'run-5' },
    { run: 'nowhere' },
    { subject: REFERENCE },
    { benchmark: 'other' },
    { metric: 'p50' },
  ])
    expect(reasonWith(step(other))).toBeNull();
});

test('values of a tool that has no reference are searched themselves', () => {
  const value = (run: number): number => (run < 20 ? 100 : 120) + (run % 3);
  const runs = runsOf({
    length: 40,
    seed: 6,
    level: () => 1,
    over: (run) => ({ reference: '', values: [valueOf(SUBJECT, value(run), null)] }),
  });
  expect(historyOf(runs, CHANGE_POINTS)[0]?.lines[0]?.changes.map(({ at }) => at)).toEqual([20]);
});

test('a mark stands exactly where two neighbours differ', () => {
  const versions = fc.array(fc.constantFrom('20.1.0', '20.1.5', '22.0.1'), { maxLength: 20 });
  fc.assert(
    fc.property(versions, (all) => {
      const versionOf = (run: number) => ({ runtimes: new Map([['python', all[run] ?? '']]) });
      const runs = runsOf({ length: all.length, seed: 7, level: () => 1, over: versionOf });
      const minor = all.map((version) => version.slice(0, 4));
      const wanted = minor.flatMap((one, i) => (i > 0 && one !== minor[i - 1] ? [i] : []));
      expect(marksOf(runs, SUBJECT).map(({ index }) => index)).toEqual(wanted);
    }),
  );
});
