// A run of the store and the result that it was made of say the same to the history.
import { expect, test } from 'vitest';
import { archiveResult } from '../../harness/archive/archive-result.ts';
import { sampleRuns } from '../testing/sample-history.ts';
import { historyRunOf } from './archived-history.ts';
import { CHANGE_POINTS, historyOf } from './history.ts';
import { summaryOf } from './run-summary.ts';

const results = sampleRuns(24, 12);
const kept = results.map((result) => {
  const { run, suite, machine } = archiveResult(result);
  return historyRunOf({ run: { ...run, sha256: '', suite: '', machine: null }, suite, machine });
});

test('lines, values and steps are those of the run folders, to the digits that are kept', () => {
  const [own, stored] = [results.map((result) => summaryOf(result, '')), kept].map((runs) =>
    historyOf(runs, CHANGE_POINTS),
  );
  const namesOf = (charts: ReturnType<typeof historyOf> | undefined): unknown =>
    charts?.map(({ scenario, set, metricId, version, lines }) => [
      scenario,
      set,
      metricId,
      version,
      lines.map(({ subject }) => subject),
    ]);
  expect(namesOf(stored)).toEqual(namesOf(own));
  for (const [i, chart] of (own ?? []).entries())
    for (const [j, line] of chart.lines.entries()) {
      const other = stored?.[i]?.lines[j];
      expect(other?.points.map(({ at }) => at)).toEqual(line.points.map(({ at }) => at));
      for (const [k, { value }] of line.points.entries())
        expect(Math.abs((other?.points[k]?.value ?? 0) / value - 1)).toBeLessThan(1e-4);
      expect(other?.changes.map(({ at }) => at)).toEqual(line.changes.map(({ at }) => at));
    }
  expect(own?.some(({ lines }) => lines.some(({ changes }) => changes.length > 0))).toBe(true);
});
