// The atlas for a terminal: how many cells of each column stand how; and what changed between two columns. Pure.
import type { Atlas, AtlasCell, AtlasDiff, AtlasStanding } from '../contract/atlas.ts';
import { diffSentence } from '../../reports/words/atlas-diff-words.ts';
import { atlasSentence, columnText, countStandings, standingText } from '../../reports/words/atlas-words.ts';
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';
import type { Column } from './table.ts';
import { wrapped } from './wrap.ts';

/** `absent` and `unsupported` are one column: there is nothing to observe. */
const COUNTED: readonly (readonly [string, readonly AtlasStanding[]])[] = [
  ['promised', ['guaranteed']],
  ['own way', ['incidental', 'declared']],
  ['kept', ['kept']],
  ['differs', ['divergent']],
  ['n/a', ['absent', 'unsupported']],
  ['unseen', ['not-observed']],
];

export function atlasLines(atlas: Atlas, width: number | null, paint: Paint): string[] {
  const columns: Column[] = [
    { title: 'runtime', align: 'left', priority: 0 },
    ...COUNTED.map(([title]): Column => ({ title, align: 'right', priority: 0 })),
  ];
  const rows = atlas.columns.map((column) => {
    const counts = countStandings(atlas, [column]);
    const numbers = COUNTED.map(([, standings]) =>
      String(standings.reduce((sum, standing) => sum + counts[standing], 0)),
    );
    return [columnText(column)].concat(numbers);
  });
  return [...renderTable(columns, rows, width, paint), '', ...wrapped(atlasSentence(atlas), width)];
}

export function diffLines(diff: AtlasDiff, width: number | null, paint: Paint): string[] {
  const { from, to, changes } = diff;
  return [
    ...wrapped(diffSentence(diff), width),
    ...changes.flatMap(({ row, text, before, after }) => {
      const told = [
        text.replaceAll('`', ''),
        `${columnText(from)}: ${said(before, row)}`,
        `${columnText(to)}: ${said(after, row)}`,
      ];
      return ['', paint('bold', row)].concat(told.flatMap((line) => wrapped(line, width, '  ')));
    }),
  ];
}

function said(cell: AtlasCell, row: string): string {
  const ids = (cell.divergences ?? []).map(({ id, rule }) => id ?? rule);
  const standing = [standingText(cell, row), ...(ids.length === 0 ? [] : [ids.join(', ')])].join(' ');
  return cell.value === null ? standing : `${cell.value} (${standing})`;
}
