// One scenario of the atlas as a table: behaviours and rules as rows, versions as columns, the same in neighbouring versions as one cell.
import type { AtlasCell, AtlasColumn, AtlasRow, AtlasSection } from '../../harness/contract/atlas.ts';
import { groupedBy } from '../../harness/contract/grouped.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { STANDING_WORDS, standingText, versionText } from '../words/atlas-words.ts';

export function atlasTable({ id, title, rows }: AtlasSection, columns: readonly AtlasColumn[]): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${id}, by version"><table class="atlas"><caption class="unseen">${title}</caption>
${head(id, columns)}<tbody>
${rows.map((row) => bodyRow(row, columns))}</tbody></table></div>`;
}

function head(id: string, columns: readonly AtlasColumn[]): Html {
  const groups = [...groupedBy(columns, ({ runner }) => runner).values()];
  return html`<thead><tr><th scope="col" rowspan="2">${id === 'runners' ? 'Declared' : 'Behaviour'}</th>${groups.map(
    (group) =>
      html`<th scope="colgroup" colspan="${group.length}" class="runtime">${group[0]?.title ?? ''}</th>`,
  )}</tr>
<tr>${columns.map(
    (column, place) =>
      html`<th scope="col" class="version${column.runner === columns[place - 1]?.runner ? '' : ' first'}">${versionText(column)}</th>`,
  )}</tr></thead>`;
}

function bodyRow(row: AtlasRow, columns: readonly AtlasColumn[]): Html {
  const name = row.id.slice(row.id.indexOf('/') + 1);
  return html`<tr id="${row.id}"${differs(row) ? html` data-differs` : null}><th scope="row">${words(row.text)} <a class="anchor" href="#${encodeURI(row.id)}">${name}</a></th>${shown(
    row.cells,
    columns,
  ).map((cell) => cellOf(cell, row.id, columns))}</tr>
`;
}

/** Text between backticks is code. */
export function words(text: string): Html {
  return html`${text.split('`').map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

/** Whether those that were observed do not all say the same. */
function differs({ cells }: AtlasRow): boolean {
  const said = cells.filter(({ standing }) => !SILENT.has(standing));
  return new Set(said.map(({ value, standing }) => `${value} ${standing === 'divergent'}`)).size > 1;
}

const SILENT: ReadonlySet<string> = new Set(['not-observed', 'unsupported', 'absent']);

/** Cells that only differ in where their value was looked up are one. */
function shown(cells: readonly AtlasCell[], columns: readonly AtlasColumn[]): readonly AtlasCell[] {
  const runnerOf = ({ columns: [first] }: AtlasCell): string | undefined =>
    columns.find(({ id }) => id === first)?.runner;
  const out: AtlasCell[] = [];
  for (const cell of cells) {
    const last = out.at(-1);
    if (last !== undefined && runnerOf(last) === runnerOf(cell) && look(last) === look(cell))
      out[out.length - 1] = { ...last, columns: [...last.columns, ...cell.columns] };
    else out.push(cell);
  }
  return out;
}

const look = ({ value, standing, link, divergences = [] }: AtlasCell): string =>
  JSON.stringify([value, standing, link, divergences.map(({ id, rule, class: kind }) => [id, rule, kind])]);

function cellOf(cell: AtlasCell, row: string, columns: readonly AtlasColumn[]): Html {
  const { value, standing, divergences = [] } = cell;
  const [first] = cell.columns;
  const place = columns.findIndex(({ id }) => id === first);
  const begins = columns[place]?.runner !== columns[place - 1]?.runner;
  const span = cell.columns.length;
  return html`<td class="${standing}${begins ? ' first' : ''}"${span > 1 ? html` colspan="${span}"` : null}>${
    value === null ? null : html`<code>${value}</code> `
  }${mark(cell, row)}${divergences.map(
    (divergence) =>
      html` <a href="#${encodeURI(divergenceAnchor(row, divergence))}">${divergence.id ?? divergence.rule}</a>`,
  )}</td>`;
}

function mark(cell: AtlasCell, row: string): Html {
  const { glyph, tone } = STANDING_WORDS[cell.standing];
  const text = standingText(cell, row);
  const note = cell.note === undefined || cell.note === '' ? null : html` title="${cell.note}"`;
  return html`<span class="verdict ${tone}"${note}><span class="glyph" aria-hidden="true">${glyph}</span>\u00a0${
    cell.link === null ? text : html`<a href="${cell.link}">${text}</a>`
  }</span>`;
}

/** Unique in the page: a list of known divergences has each id once. */
export function divergenceAnchor(
  row: string,
  { id, rule, class: kind }: { readonly id: string | null; readonly rule: string; readonly class: string },
): string {
  const scenario = row.slice(0, row.indexOf('/'));
  return `${scenario}!${id ?? `${rule}-${kind}`}`;
}
