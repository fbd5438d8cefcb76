// The divergences of one scenario: what is broken, why, in which versions it was seen.
import type { AtlasColumn, AtlasDivergence, AtlasSection } from '../../harness/contract/atlas.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { columnText } from '../words/atlas-words.ts';
import { divergenceAnchor } from './atlas-table.ts';

export interface ListedDivergence {
  readonly anchor: string;
  readonly divergence: AtlasDivergence;
  /** What was seen in which column; empty: in none. */
  readonly seen: readonly string[];
}

/** Each once, in the order of the rows. */
export function divergencesIn(
  { rows }: AtlasSection,
  columns: readonly AtlasColumn[],
): readonly ListedDivergence[] {
  const listed = new Map<string, { divergence: AtlasDivergence; seen: Set<string> }>();
  for (const row of rows)
    for (const cell of row.cells)
      for (const divergence of cell.divergences ?? []) {
        const anchor = divergenceAnchor(row.id, divergence);
        const entry = listed.get(anchor) ?? { divergence, seen: new Set() };
        listed.set(anchor, entry);
        const { seen } = divergence;
        const named = columns.filter(({ id }) => cell.columns.includes(id)).map(columnText);
        if (seen !== null)
          for (const name of named) entry.seen.add(`${name}: in ${seen.runs} of ${seen.of} invocations`);
      }
  return [...listed].map(([anchor, { divergence, seen }]) => ({ anchor, divergence, seen: [...seen] }));
}

export function divergenceList(section: AtlasSection, columns: readonly AtlasColumn[]): Html | null {
  const listed = divergencesIn(section, columns);
  if (listed.length === 0) return null;
  return html`<ul class="divergences">${listed.map(
    ({ anchor, divergence, seen }) =>
      html`<li id="${anchor}"><span class="verdict alarm"><span class="glyph" aria-hidden="true">\u2260</span>\u00a0${divergence.id ?? 'not explained'}</span> ${kindOf(divergence)} ${divergence.reason}${
        divergence.link === null ? null : html` <a href="${divergence.link}">${hostOf(divergence.link)}</a>`
      } <span class="quiet">${seen.length === 0 ? 'Not seen in the checks that were read.' : `Seen on ${seen.join('; ')}.`}</span></li>
`,
  )}</ul>`;
}

/** `G1 missing, always, in callbacks and promises:` */
export function kindOf({ rule, class: kind, styles, status }: AtlasDivergence): string {
  const how = status === null ? '' : status === 'must-fail' ? ', always' : ', now and then';
  const where = styles.length === 0 ? '' : ` (${styles.join(', ')})`;
  return `${rule} ${kind}${how}${where}:`;
}

/** Where a link leads, for people: the host, and of a code host what comes after it. */
export const hostOf = (link: string): string => link.replace(/^https?:\/\/(www\.|github\.com\/)?/, '');
