// Tests of the data of the page: what comes out of the block is what went in, the same on every platform.
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fullSample } from '../../testing/full-sample.ts';
import { chartData } from './build-chart-data.ts';
import { dataBlock } from './data-block.ts';
import { traceJson } from './trace-json.ts';
import { verdictRows } from '../tables/verdict-rows.ts';
import { viewOf } from '../../words/view.ts';
import { counterexamples } from '../tables/counterexamples.ts';

const full = fullSample();
const view = viewOf(full);
const data = chartData(view, verdictRows(view), [], view.subjects);
const charts = data.blocks.flatMap((block) => block.charts);

test('the block inflates to the data, names no platform and no time, and cannot end its element', () => {
  const block = dataBlock(data);
  const bytes = Buffer.from(block, 'base64');
  expect(JSON.parse(gunzipSync(bytes).toString('utf8'))).toEqual(JSON.parse(JSON.stringify(data)));
  expect([...bytes.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  expect(bytes[9]).toBe(255);
  expect(block).toMatch(/^[A-Za-z0-9+/]+=*$/);
});

test('curves share one grid of nines and carry values alone', () => {
  const curves = charts.filter((chart) => chart.kind === 'curve');
  expect(curves.length).toBeGreaterThan(3);
  for (const { series, finding } of curves) {
    expect(finding).toMatch(/^At p50 .*\.$/);
    for (const { nines, valuesNs } of series) {
      expect(nines).toBeNull();
      expect(valuesNs.length).toBeLessThanOrEqual(data.grid.length);
    }
  }
});

test('a curve that is not on the grid brings its own nines', () => {
  const odd = structuredClone(fullSample());
  const cell = odd.cells.find(({ curve }) => curve !== null);
  if (cell === undefined || cell.curve === null) throw new Error('the sample lost its curves');
  cell.curve.points = [0.3, 0.62, 0.95].map((q) => ({ q, valueNs: q * 1000 }));
  const oddView = viewOf(odd);
  const made = chartData(oddView, verdictRows(oddView), [], oddView.subjects);
  const nines = made.blocks
    .flatMap((block) => block.charts)
    .flatMap((chart) => (chart.kind === 'curve' ? chart.series.flatMap((series) => series.nines ?? []) : []));
  expect(nines).toEqual([0.1549, 0.4202, 1.301]);
});

test('values in run order are thinned, and warm-up is never mixed with what follows', () => {
  const series = charts.flatMap((chart) => (chart.kind === 'series' ? chart.series : []));
  expect(series.length).toBeGreaterThan(10);
  for (const { valuesNs, warmup } of series) {
    expect(valuesNs.length).toBeLessThanOrEqual(33);
    expect(warmup).toBe(3);
  }
});

test('parameter sets that differ in one number make a chart of growth, with the knee where there is one', () => {
  const [chart, ...others] = charts.filter(({ kind }) => kind === 'scaling');
  if (chart?.kind !== 'scaling') throw new Error('the sample lost its sizes');
  expect(others).toEqual([]);
  expect(chart.lines.map(({ points }) => points.length)).toEqual([3, 3]);
  expect(chart.lines.map(({ subject, knee }) => [data.subjects[subject], knee])).toEqual([
    ['node/promises', null],
    ['python/coroutines', chart.lines[0]?.points[1]?.x],
  ]);
  expect(chart.finding).toContain('steeper from');
});

test('all ids of charts are unique, and each chart says what is to be seen', () => {
  expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length);
  expect(charts.filter(({ finding, title }) => finding === '' || title === '')).toEqual([]);
});

test('a counterexample is a trace with two tracks and arrows between events that belong together', () => {
  const all = counterexamples(view.result);
  expect(data.traces.map(({ name }) => name)).toEqual(all.map(({ name }) => name));
  expect(all.map(({ smallest }) => smallest)).toEqual([false, true, false]);
  const found = all.at(-1)?.finding;
  if (found === undefined) throw new Error('the sample lost its divergence');
  const trace: { traceEvents: { ph: string; ts?: number; tid: number }[] } = JSON.parse(
    traceJson(found, 'x'),
  );
  const count = (phase: string): number => trace.traceEvents.filter(({ ph }) => ph === phase).length;
  expect([count('M'), count('X'), count('s'), count('f')]).toEqual([3, 10, 5, 5]);
  const expected = trace.traceEvents
    .filter(({ ph, tid }) => ph === 'X' && tid === 1)
    .map(({ ts }) => ts ?? 0);
  expect(expected).toEqual([...expected].sort((a, b) => a - b));
});

test('what recurs in some runs only is flaky, and cells with several modes are told', () => {
  expect(data.rows.filter(({ flaky }) => flaky).map(({ cell }) => cell)).toEqual(['divergent']);
  expect(data.rows.filter(({ bimodal }) => bimodal).length).toBe(2);
});

test('the curves of a block are in one chart, the reference first, then what stands for the other runtimes', () => {
  const curves = charts.filter((chart) => chart.kind === 'curve');
  for (const block of data.blocks)
    expect(block.charts.filter(({ kind }) => kind === 'curve').length).toBeLessThanOrEqual(1);
  const names = curves.map(({ series }) => series.map(({ subject }) => data.subjects[subject]));
  const runtimes = names.filter((own) => own.some((name) => name?.startsWith('python/')));
  expect(runtimes.length).toBeGreaterThan(2);
  for (const own of runtimes) expect(own.slice(0, 2)).toEqual(['node/promises', 'python/coroutines']);
});

test('values in run order are drawn only where something did not settle', () => {
  const unsettled = new Set(
    full.cells
      .filter(({ steady, series }) => steady !== undefined && steady !== 'flat' && series !== undefined)
      .map(({ scenario, set }) => `${scenario} ${set}`),
  );
  const drawn = data.blocks
    .filter(({ charts: own }) => own.some(({ kind }) => kind === 'series'))
    .map(({ scenario, set }) => `${data.scenarios[scenario]?.id} ${set}`);
  expect(drawn.length).toBeGreaterThan(1);
  expect(drawn.filter((place) => !unsettled.has(place))).toEqual([]);
});
