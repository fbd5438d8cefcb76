// The cross check for a person: what slices say of two runtimes, and what plain processes say.
import type { CrossResult } from './measure-cross.ts';
import { NEAR } from './cross-rows.ts';
import type { Agreement, CrossRow, Ratio } from './cross-rows.ts';

export function crossLines({ rows, troubles }: CrossResult): string[] {
  const judged = rows.filter(({ agreement }) => agreement !== 'another-row');
  const near = judged.filter(({ agreement }) => agreement.startsWith('within'));
  return [
    'Ratios across runtimes, in blocks of slices and by plain fresh processes (95 % intervals):',
    line(['scenario, metric', 'CPUs', 'sliced', 'plain', 'plain over sliced', '']),
    ...rows.map((row) =>
      line([
        `${row.scenario}/${row.set} ${METRICS[row.metric]}`,
        row.way === 'free' ? 'all' : 'one',
        shown(row.sliced),
        shown(row.plain),
        percentOf(row.difference),
        WORDS[row.agreement],
      ]),
    ),
    `${near.length} of ${judged.length} rows agree within ${BOUND}. ${ratioText(rows)}`.trim(),
    ...troubles.map((trouble) => `  left out: ${trouble}`),
  ];
}

const METRICS = { typical: 'in slices', cpu: 'all CPU' } as const;

const BOUND = `${100 * NEAR} %`;

const WORDS: Readonly<Record<Agreement, string>> = {
  within: `within ${BOUND}`,
  'within?': `within ${BOUND}, interval is not`,
  beyond: `beyond ${BOUND}`,
  'beyond?': `beyond ${BOUND}, interval is not`,
  'another-row': 'a row of its own in the results',
};

function ratioText(rows: readonly CrossRow[]): string {
  const pairs = new Set(rows.map(({ first, second }) => `${second} over ${first}`));
  return pairs.size === 0 ? '' : `Ratios are ${[...pairs].join(', ')}.`;
}

const shown = ({ ratio, low, high }: Ratio): string =>
  `${ratio.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;

const percentOf = ({ ratio, low, high }: Ratio): string =>
  `${signed(ratio)} [${signed(low)}, ${signed(high)}] %`;

/** In percent above one. */
export function signed(ratio: number): string {
  const above = 100 * (ratio - 1);
  return `${above < 0 ? '' : '+'}${above.toFixed(1)}`;
}

const WIDTHS = [44, 6, 20, 20, 26];

const line = (cells: readonly string[]): string =>
  `  ${cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join('')}`.trimEnd();
