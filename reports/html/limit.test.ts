// Tests that the page's columns of the limit say what `results.json` says, and that a run without a limit has none.
import { expect, test } from 'vitest';
import type { Comparison, RunResult } from '../../harness/contract/result.ts';
import { randomLimited, randomResult } from '../testing/random-result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { effectTexts } from '../words/effect-texts.ts';
import { COMPARISON_WORDS } from '../words/verdict-words.ts';
import { renderReport } from './page.ts';

const SEEDS = Array.from({ length: 25 }, (_, seed) => seed);
const pageOf = (result: RunResult): string => renderReport(result, { script: '', style: '' });

/** The cells of each line, without markup. */
function linesOf(table: string): string[][] {
  return table
    .split('<tr')
    .filter((line) => line.includes('<th>') && line.includes('<td'))
    .map((line) => cellsOf(line));
}

function cellsOf(line: string): string[] {
  return line
    .split(/<t[hd](?=[ >])[^>]*>/)
    .slice(1)
    .map((cell) => cell.replace(/<[^>]*>/g, '').trim());
}

function between(page: string, from: string, to: string): string {
  const start = page.indexOf(from);
  return start < 0 ? '' : page.slice(start, page.indexOf(to, start));
}

/** From the result alone: the verdict and, where there is one, the number that belongs to it. */
function said(result: RunResult, { scenario, metric, verdict, estimate, low, high }: Comparison): string {
  const { word } = COMPARISON_WORDS[verdict];
  const view = result.scenarios.find(({ id }) => id === scenario)?.metrics.find(({ id }) => id === metric);
  if (view === undefined) throw new Error('a comparison of nothing');
  if (verdict === 'not-comparable' || estimate === null || low === null || high === null) return word;
  const texts = effectTexts({ estimate, low, high }, view);
  return `${word} ${texts.estimate} ${texts.interval}`;
}

test('each line of the numbers has each ratio to the limit with its verdict, and the share of the kernel', () => {
  let [ratios, shares] = [0, 0];
  for (const seed of SEEDS) {
    const result = randomLimited(seed);
    const page = pageOf(result);
    for (const { title, id } of result.scenarios) {
      const table = between(page, `aria-label="Numbers of ${title}, s"`, '</table>');
      const heads = cellsOf(between(table, '<thead>', '<tbody>'));
      const { metrics } = result.scenarios.find((one) => one.id === id) ?? { metrics: [] };
      for (const [subject = '', ...cells] of linesOf(table.slice(table.indexOf('<tbody>')))) {
        const cell = result.cells.find((one) => one.scenario === id && one.subject === subject);
        const at = (head: string): string => cells[heads.indexOf(head) - 1] ?? 'no such column';
        for (const metric of metrics) {
          const entry = result.limit?.comparisons.find(
            (one) => one.scenario === id && one.subject === subject && one.metric === metric.id,
          );
          const isLimit = subject === 'floor/loop';
          const wanted = isLimit ? 'limit' : entry === undefined ? '–' : said(result, entry);
          expect([seed, subject, at(`${metric.title}, to the limit`)]).toEqual([seed, subject, wanted]);
          if (entry !== undefined) ratios++;
        }
        const share = cell?.cpuTime?.kernelShare ?? null;
        const told = Number(at('Kernel&#39;s share').replace(' %', ''));
        if (share !== null) expect(Math.abs(told - share * 100)).toBeLessThanOrEqual(0.5 + 1e-9);
        else expect(at('Kernel&#39;s share')).toBe('–');
        shares++;
      }
    }
  }
  expect(Math.min(ratios, shares)).toBeGreaterThan(SEEDS.length);
});

test('each line of the verdicts ends with the ratio to the limit of its first metric', () => {
  let lines = 0;
  for (const seed of SEEDS) {
    const result = randomLimited(seed);
    const table = between(pageOf(result), '<table class="effects" id="effects-primary"', '</table>');
    expect(table).toContain('<th>Ratio to the limit, floor/loop</th>');
    for (const scenario of result.scenarios) {
      const body = table.split('<tbody>').find((one) => one.includes(`"#scenario~~${scenario.id}"`)) ?? '';
      for (const [subject = '', ...cells] of linesOf(body).filter(([name]) => name?.includes('/'))) {
        const metric = scenario.metrics.find(({ primary }) => primary);
        const entry = result.limit?.comparisons.find(
          (one) => one.scenario === scenario.id && one.subject === subject && one.metric === metric?.id,
        );
        const wanted = entry === undefined ? ['limit', ''] : [said(result, entry)];
        expect(wanted).toContain(cells.at(-1));
        if (subject === 'floor/loop' && entry === undefined && cells.at(-1) === 'limit') lines++;
      }
    }
  }
  expect(lines).toBeGreaterThan(SEEDS.length / 2);
});

test('a run without a limit has no word of it but the term', () => {
  const pages = [sampleResult(), ...SEEDS.map(randomResult)].map(pageOf);
  for (const page of pages) {
    const before = page.slice(0, page.indexOf('<section id="terms"'));
    expect(before).not.toMatch(/the limit|Kernel&#39;s|id="grid-limit"/);
  }
  expect(pageOf(randomLimited(1))).toContain('id="grid-limit"');
});
