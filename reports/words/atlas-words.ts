// The atlas in words: standings with their signs, columns by name, how many cells stand how.
import type { Atlas, AtlasCell, AtlasColumn, AtlasStanding } from '../../harness/contract/atlas.ts';
import { groupedBy } from '../../harness/contract/grouped.ts';

interface StandingWord {
  /** Of the class in the page. */
  readonly name: AtlasStanding;
  readonly glyph: string;
  readonly word: string;
  readonly tone: 'good' | 'even' | 'alarm' | 'quiet';
  readonly means: string;
}

/** In the order of tables and counts. */
export const STANDING_WORDS: Readonly<Record<AtlasStanding, StandingWord>> = {
  guaranteed: {
    name: 'guaranteed',
    glyph: '\u2713',
    word: 'guaranteed',
    tone: 'good',
    means: 'Observed, and the documentation of the runtime, which is linked, promises it.',
  },
  incidental: {
    name: 'incidental',
    glyph: '\u25cb',
    word: 'incidental',
    tone: 'even',
    means: 'Observed, and defined by the runtime: no documentation that is known here promises it.',
  },
  declared: {
    name: 'declared',
    glyph: '\u2022',
    word: 'declared',
    tone: 'even',
    means: 'Said by the manifest of the runner, and granted by the rules.',
  },
  kept: {
    name: 'kept',
    glyph: '\u2713',
    word: 'keeps',
    tone: 'good',
    means: 'A check saw that the rule was kept, and nothing more.',
  },
  divergent: {
    name: 'divergent',
    glyph: '\u2260',
    word: 'diverges',
    tone: 'alarm',
    means: 'The rule was broken, or is listed as broken; the reason stands below the table.',
  },
  absent: {
    name: 'absent',
    glyph: '\u00b7',
    word: 'no such case',
    tone: 'quiet',
    means: 'The runtime has nothing of the kind.',
  },
  unsupported: {
    name: 'unsupported',
    glyph: '\u00b7',
    word: 'not supported',
    tone: 'quiet',
    means: 'No style of the runner enacts the scenario.',
  },
  'not-observed': {
    name: 'not-observed',
    glyph: '?',
    word: 'not observed',
    tone: 'quiet',
    means: 'No check of this version tells. A value beside it is what the profile expects.',
  },
};

/** What stands in a cell besides its value: `keeps T4`, `guaranteed`. */
export function standingText({ standing }: AtlasCell, row: string): string {
  const { word } = STANDING_WORDS[standing];
  return standing === 'kept' ? `${word} ${row.slice(row.lastIndexOf('/') + 1)}` : word;
}

/** `20.20.2`, or `from 24.5 on` where no check has seen it; `earlier` where a list names no lowest version. */
export function versionText({ version, observed }: AtlasColumn): string {
  if (observed) return version;
  return version === '0' ? 'earlier' : `from ${version} on`;
}

export const columnText = (column: AtlasColumn): string => `${column.title} ${versionText(column)}`;

/** `Node.js 20.20.2, 22.23.3; Bun 1.4.5` */
export function columnsText(columns: readonly AtlasColumn[]): string {
  return [...groupedBy(columns, ({ title }) => title)]
    .map(([title, group]) => `${title} ${group.map(versionText).join(', ')}`)
    .join('; ');
}

export type StandingCounts = Readonly<Record<AtlasStanding, number>>;

/** The cells of these columns; merged ones count once a column. */
export function countStandings({ sections }: Atlas, columns: readonly AtlasColumn[]): StandingCounts {
  const wanted = new Set(columns.map(({ id }) => id));
  const counts = { ...NONE };
  for (const { rows } of sections)
    for (const { cells } of rows)
      for (const cell of cells) counts[cell.standing] += cell.columns.filter((id) => wanted.has(id)).length;
  return counts;
}

const NONE: Record<AtlasStanding, number> = {
  guaranteed: 0,
  incidental: 0,
  declared: 0,
  kept: 0,
  divergent: 0,
  absent: 0,
  unsupported: 0,
  'not-observed': 0,
};

/** What the atlas holds, as a sentence. */
export function atlasSentence({ sections, columns }: Atlas): string {
  const rows = sections.flatMap((section) => section.rows);
  const of = (kind: string): number => rows.filter((row) => row.kind === kind).length;
  const checked = columns.filter(({ observed }) => observed).length;
  return `${of('behaviour')} behaviours that runtimes define for themselves and ${of('rule')} rules that all of them have to keep, in ${sections.length - 1} scenarios; ${checked} version${checked === 1 ? ' of a runtime was' : 's of runtimes were'} checked.`;
}
