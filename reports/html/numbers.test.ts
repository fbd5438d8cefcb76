// Tests that the page says what the result says: each number on it is a number of `results.json` after the formatter.
import { expect, test } from 'vitest';
import type { Cell, Comparison, RunResult } from '../../harness/contract/result.ts';
import { randomResult } from '../testing/random-result.ts';
import { chartData } from './charts/build-chart-data.ts';
import { effectTexts } from '../words/effect-texts.ts';
import { formatCount, formatSmallestSeen, formatValue, scaleFor } from '../words/format.ts';
import { renderReport } from './page.ts';
import { verdictRows } from './tables/verdict-rows.ts';
import { modesText, viewOf } from '../words/view.ts';
import type { Metric } from '../words/view.ts';

const RESULTS = 1000;
const runs = Array.from({ length: RESULTS }, (_, seed) => {
  const result = randomResult(seed);
  return { seed, result, page: renderReport(result, { script: '', style: '' }) };
});

/** The cells of each line of a table, without markup. */
function linesOf(table: string): string[][] {
  return table
    .split('<tr')
    .filter((line) => line.includes('<th>') && line.includes('<td'))
    .map((line) =>
      line
        .split(/<t[hd][^>]*>/)
        .slice(1)
        .map((cell) => cell.replace(/<[^>]*>/g, '').trimEnd()),
    );
}

function between(page: string, from: string, to: string): string {
  const start = page.indexOf(from);
  return start < 0 ? '' : page.slice(start, page.indexOf(to, start));
}

const isPresent = (value: number | undefined): value is number => value !== undefined;
const measured = (cell: Cell | undefined, metric: Metric) =>
  cell?.measurements.find((entry) => entry.metric === metric.id);

/** What the cells of a comparison have to say, from the result alone: its own columns, or the one cell of a further metric. */
function expectedCells(result: RunResult, entry: Comparison): string[] {
  const scenario = result.scenarios.find(({ id }) => id === entry.scenario);
  const metric = scenario?.metrics.find(({ id }) => id === entry.metric);
  if (scenario === undefined || metric === undefined) throw new Error('a comparison of nothing');
  const peers = result.cells.filter((cell) => cell.scenario === entry.scenario);
  const own = peers.find((cell) => cell.subject === entry.subject);
  const further = metric !== scenario.metrics.find(({ primary }) => primary);
  const scale = scaleFor(metric.unit, peers.map((cell) => measured(cell, metric)?.value).filter(isPresent));
  const found = measured(own, metric);
  const modes = metric === scenario.metrics[0] ? (own?.modes ?? []) : [];
  const value =
    found === undefined
      ? '–'
      : modes.length > 1
        ? modesText(modes, metric.unit, scale)
        : formatValue(found.value, metric.unit, found.high - found.low, scale);
  const word = entry.verdict === 'not-comparable' ? 'not comparable' : entry.verdict;
  const pairs = entry.pairs === 0 ? '' : formatCount(entry.pairs);
  const { estimate, low, high } = entry;
  if (entry.verdict === 'not-comparable' || estimate === null || low === null || high === null)
    return further
      ? [furtherText(metric, word, 'No number: see why', [value, '', pairs])]
      : [word, 'No number: see why', '', value, '', pairs];
  const shown = result.comparisons.filter(
    (other) =>
      other.scenario === entry.scenario &&
      other.metric === entry.metric &&
      other.verdict !== 'not-comparable',
  );
  const firstModes =
    metric.scale === 'difference' && metric === scenario.metrics[0]
      ? modesFromReference(peers, metric, shown)
      : [];
  const bounds = shown.flatMap((other) =>
    other.estimate === null || other.low === null || other.high === null
      ? []
      : [other.low, other.estimate, other.high],
  );
  const texts = effectTexts(
    { estimate, low, high },
    metric,
    scaleFor(metric.unit, [...bounds, ...firstModes]),
  );
  const effect = `${texts.estimate} ${texts.interval}`;
  const seen = formatSmallestSeen(entry.detectable, metric);
  return further
    ? [furtherText(metric, word, effect, [value, seen, pairs])]
    : [word, effect, '', value, seen, pairs];
}

/** `CPU per edit slower 1.20× [1.10, 1.31] 98 µs; seen from 9.1 %; 6 pairs`, without markup. */
function furtherText(
  { title }: Metric,
  word: string,
  effect: string,
  [value = '', seen = '', pairs = '']: readonly string[],
): string {
  const beside = [value, seen === '' ? '' : `seen from ${seen}`, pairs === '' ? '' : `${pairs} pairs`];
  return `${title} ${word} ${effect}${beside.filter((text) => text !== '').join('; ')}`;
}

/** Modes stand on the axis of their table, so they have a say in its unit. */
function modesFromReference(peers: readonly Cell[], metric: Metric, shown: readonly Comparison[]): number[] {
  const base = measured(
    peers.find((cell) => cell.subject === 'node/promises'),
    metric,
  )?.value;
  if (base === undefined) return [];
  return shown
    .filter(({ estimate }) => estimate !== null)
    .flatMap(({ subject }) => peers.find((cell) => cell.subject === subject)?.modes ?? [])
    .map(({ value }) => value - base);
}

test('in a thousand random results every line of the verdicts says what the comparison says', () => {
  let lines = 0;
  for (const { seed, result, page } of runs) {
    const table = between(page, '<table class="effects" id="effects-primary"', '</table>');
    const bodies = table.split('<tbody>').slice(1);
    for (const entry of result.comparisons.filter(({ primary }) => primary)) {
      const body = bodies.find((each) => each.includes(`"#scenario~~${entry.scenario}"`)) ?? '';
      // One line a subject, with all of its metrics.
      const own = linesOf(body).filter((line) => line[0] === entry.subject);
      expect([seed, entry.subject, own.length]).toEqual([seed, entry.subject, 1]);
      const cells = withoutReason(expectedCells(result, entry));
      const line = withoutReason(own[0]?.slice(1) ?? []);
      const held =
        cells.length === 1 ? line.includes(cells[0] ?? '') : line.slice(0, 6).join('|') === cells.join('|');
      if (!held) expect([seed, line]).toEqual([seed, cells]);
      lines++;
    }
  }
  expect(lines).toBeGreaterThan(RESULTS);
});

/** Beside a speed-up stands whether it did less: a sentence that another test is for. */
function withoutReason(line: readonly string[]): string[] {
  return line.map((cell) => cell.replace(/ ?It did less: [^.]*\./, ''));
}

test('in a thousand random results every number of the scenarios is one of the result', () => {
  let numbers = 0;
  for (const { seed, result, page } of runs) {
    for (const scenario of result.scenarios) {
      const table = between(page, `aria-label="Numbers of ${scenario.title}, s"`, '</table>');
      const cells = result.cells.filter((cell) => cell.scenario === scenario.id);
      const allowed = allowedNumbers(result, scenario.metrics, cells);
      for (const text of linesOf(table).flatMap((line) => line.slice(1))) {
        if (!allowed.has(text)) expect([seed, text]).toEqual([seed, 'a number of the result']);
        numbers++;
      }
    }
  }
  expect(numbers).toBeGreaterThan(RESULTS * 5);
});

/** Everything that may stand in a cell of the numbers of a scenario. */
function allowedNumbers(result: RunResult, metrics: readonly Metric[], cells: readonly Cell[]): Set<string> {
  const allowed = new Set(['–']);
  const median = (cell: Cell): number | undefined => cell.curve?.points.find(({ q }) => q === 0.5)?.valueNs;
  const times = scaleFor('ns', cells.map(median).filter(isPresent));
  const rates = scaleFor(
    'operations/s',
    cells.flatMap(({ throughput }) => throughput ?? []),
  );
  for (const cell of cells) {
    const { invocations, curve, throughput } = cell;
    allowed.add(`${formatCount(invocations.proved)} of ${formatCount(invocations.planned)}`);
    if (throughput !== null) allowed.add(formatValue(throughput, 'operations/s', null, rates));
    if (curve !== null) {
      allowed.add(formatCount(curve.samples)).add(formatCount(curve.early));
      for (const { valueNs } of curve.points) allowed.add(formatValue(valueNs, 'ns', null, times));
    }
    for (const metric of metrics) {
      const scale = scaleFor(
        metric.unit,
        cells.map((each) => measured(each, metric)?.value).filter(isPresent),
      );
      const found = measured(cell, metric);
      if (found === undefined) continue;
      const modes = metric === metrics[0] ? (cell.modes ?? []) : [];
      const value =
        modes.length > 1
          ? modesText(modes, metric.unit, scale)
          : formatValue(found.value, metric.unit, found.high - found.low, scale);
      const entry = result.comparisons.find(
        (each) =>
          each.scenario === cell.scenario && each.metric === metric.id && each.subject === cell.subject,
      );
      allowed.add(metric.primary || entry === undefined ? value : value + comparedText(entry, metric));
    }
    for (const metric of metrics) {
      const entry = result.comparisons.find(
        (each) =>
          each.scenario === cell.scenario && each.metric === metric.id && each.subject === cell.subject,
      );
      if (entry !== undefined && !metric.primary) allowed.add(`–${comparedText(entry, metric)}`);
    }
  }
  return allowed;
}

function comparedText({ verdict, estimate, low, high }: Comparison, metric: Metric): string {
  const word = verdict === 'not-comparable' ? 'not comparable' : verdict;
  if (verdict === 'not-comparable' || estimate === null || low === null || high === null) return word;
  const texts = effectTexts({ estimate, low, high }, metric);
  return `${word} ${texts.estimate} ${texts.interval}`;
}

test('in a thousand random results what the charts say in tooltips is what the result says', () => {
  let values = 0;
  for (const { seed, result } of runs) {
    const view = viewOf(result);
    const data = chartData(view, verdictRows(view), [], view.subjects);
    for (const chart of data.blocks.flatMap((block) => block.charts)) {
      if (chart.kind !== 'curve') continue;
      const scenario = chart.id.split('~~')[1];
      for (const { subject, valuesNs } of chart.series) {
        const cell = result.cells.find(
          (each) => each.scenario === scenario && each.subject === data.subjects[subject],
        );
        const originals = cell?.curve?.points ?? [];
        expect(valuesNs).toHaveLength(originals.length);
        valuesNs.forEach((value, index) => {
          const original = originals[index]?.valueNs ?? Number.NaN;
          if (formatValue(value, 'ns') !== formatValue(original, 'ns'))
            expect([seed, value]).toEqual([seed, original]);
          values++;
        });
      }
    }
  }
  expect(values).toBeGreaterThan(RESULTS * 10);
});
