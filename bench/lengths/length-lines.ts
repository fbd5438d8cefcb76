// The check of lengths for a person: one line a subject and metric, the three other lengths beside each other.
import { signed } from '../cross/cross-lines.ts';
import { LENGTHS } from './length-rows.ts';
import type { LengthRow } from './length-rows.ts';
import type { LengthResult } from './measure-lengths.ts';

/** A row whose estimate is further away depends on the length of its slices. */
const NEAR = 0.02;
const METRICS = { wall: 'in slices', cpu: 'CPU in slices' } as const;
const WIDTHS = [62, 8, 22, 22, 22];

export function lengthLines({ rows, troubles }: LengthResult): string[] {
  const near = rows.filter(({ difference }) => Math.abs(difference.ratio - 1) <= NEAR);
  const keys = [...new Set(rows.map(keyOf))];
  return [
    'Ratios in slices of other lengths, over those in slices of the declared length (95 % intervals, %):',
    line(['scenario, subject, metric', 'ratio', 'half', 'twice', 'four times']),
    ...keys.map((key) => {
      const own = rows.filter((row) => keyOf(row) === key);
      const shown = LENGTHS.filter((times) => times !== 1).map((times) => cellOf(own, times));
      return line([key, own[0]?.ratio.toFixed(2) ?? '', ...shown]);
    }),
    `${near.length} of ${rows.length} estimates are within 2 %.`,
    ...troubles.map((trouble) => `  left out: ${trouble}`),
  ];
}

const keyOf = ({ scenario, set, subject, metric }: LengthRow): string =>
  `${scenario}/${set} ${subject} ${METRICS[metric]}`;

function cellOf(rows: readonly LengthRow[], times: number): string {
  const row = rows.find((one) => one.times === times);
  if (row === undefined) return '';
  const { ratio, low, high } = row.difference;
  return `${signed(ratio)} [${signed(low)}, ${signed(high)}]`;
}

const line = (cells: readonly string[]): string =>
  `  ${cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join('')}`.trimEnd();
