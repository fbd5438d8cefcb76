// The limit in the terminal: its columns say what the result says, and no table of another run has them.
import { expect, test } from 'vitest';
import { randomLimited, randomResult } from '../../../reports/testing/random-result.ts';
import { effectTexts } from '../../../reports/words/effect-texts.ts';
import { COMPARISON_WORDS } from '../../../reports/words/verdict-words.ts';
import { answerLines } from '../../tables/answer-grid.ts';
import { cellsOf, plainPaint } from '../../tables/colour.ts';
import { verdictTable } from '../../tables/verdict-table.ts';

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

test('each line of the verdicts has sign, ratio and interval to the limit, or the word `limit`', () => {
  let rows = 0;
  for (const seed of SEEDS) {
    const result = randomLimited(seed);
    const lines = verdictTable(result, null, plainPaint);
    for (const { id, metrics } of result.scenarios)
      for (const metric of metrics.filter(({ primary }) => primary)) {
        const from = lines.indexOf(`${id} s · ${metric.title}, ${metric.better} is better`);
        const to = lines.findIndex((line, at) => at > from && !line.startsWith('  '));
        const own = lines.slice(from + 1, to < 0 ? undefined : to);
        for (const entry of result.limit?.comparisons ?? []) {
          if (entry.scenario !== id || entry.metric !== metric.id) continue;
          const { glyph, word } = COMPARISON_WORDS[entry.verdict];
          const line = own.find((one) => one.startsWith(`  ${entry.subject} `)) ?? '';
          const { verdict, estimate, low, high } = entry;
          const none = verdict === 'not-comparable' || estimate === null || low === null || high === null;
          const texts = none ? null : effectTexts({ estimate, low, high }, metric);
          expect([seed, line]).toEqual([
            seed,
            expect.stringContaining(
              texts === null ? `${glyph} ${word}` : `${glyph} ${texts.estimate}  ${texts.interval}`,
            ),
          ]);
          rows++;
        }
        const floor = own.find((one) => one.startsWith('  floor/loop '));
        if (floor !== undefined) expect(floor).toMatch(/ limit\b/);
      }
  }
  expect(rows).toBeGreaterThan(SEEDS.length);
});

test('the answer has the same subjects against the limit beneath, within the width', () => {
  for (const seed of SEEDS) {
    const result = randomLimited(seed);
    const { limit, ...rest } = result;
    const without = answerLines(rest, 80, plainPaint);
    const lines = answerLines(result, 80, plainPaint);
    expect(lines.slice(0, without.length)).toEqual(without);
    expect(Math.max(...lines.map(cellsOf))).toBeLessThanOrEqual(80);
    const beneath = lines.slice(without.length).join('\n');
    if (without.length > 0) expect(beneath).toContain('to the limit, floor/loop; ');
    for (const subject of new Set(limit?.comparisons.map((entry) => entry.subject)))
      if (without.length > 0) expect(beneath).toContain(subject.split('/')[1] ?? '');
  }
});

test('the share of the kernel is told of the limit and of the subject of each runtime', () => {
  const result = SEEDS.map(randomLimited).find(({ cells }) =>
    cells.some(
      ({ subject, cpuTime }) => subject === 'floor/loop' && typeof cpuTime?.kernelShare === 'number',
    ),
  );
  if (result === undefined) throw new Error('no limit with a share');
  const cells = result.cells.map((cell) =>
    Object.assign({}, cell, { cpuTime: { userNs: 1e9, systemNs: 3e9, kernelShare: 0.75 } }),
  );
  const text = answerLines({ ...result, cells }, null, plainPaint).join('\n');
  expect(text).toContain("The kernel's share of the CPU time: floor/loop 75 %");
  expect(text).toContain('node/promises 75 %');
  const none = { userNs: 1, systemNs: 1, kernelShare: null };
  const unknown = cells.map((cell) => Object.assign({}, cell, { cpuTime: none }));
  expect(answerLines({ ...result, cells: unknown }, null, plainPaint).join('\n')).not.toContain("kernel's");
});

test('a run without a limit has tables without it', () => {
  for (const result of SEEDS.map(randomResult)) {
    const lines = [...verdictTable(result, null, plainPaint), ...answerLines(result, null, plainPaint)];
    expect(lines.join('\n')).not.toMatch(/limit|kernel/);
  }
});
