// The page of the atlas: one file, no request, readable without its script.
import { createHash } from 'node:crypto';
import type { Atlas, AtlasColumn, AtlasDiff, AtlasSection } from '../../harness/contract/atlas.ts';
import { groupedBy } from '../../harness/contract/grouped.ts';
import { html, markupOf, trusted } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { STANDING_WORDS, atlasSentence, columnsText } from '../words/atlas-words.ts';
import { atlasTable, words } from './atlas-table.ts';
import { diffSection } from './diff-section.ts';
import { divergenceList, divergencesIn } from './divergence-list.ts';

export interface AtlasAssets {
  readonly script: string;
  /** The style sheet of the report, and its own. */
  readonly style: string;
}

/** The same atlas, difference and assets give the same bytes. */
export function renderAtlas(atlas: Atlas, assets: AtlasAssets, diff: AtlasDiff | null): string {
  const style = embeddable(assets.style, 'style');
  const script = embeddable(assets.script, 'script');
  const policy = `default-src 'none'; script-src '${sha256(script)}'; style-src '${sha256(style)}'; connect-src 'none'; base-uri 'none'; form-action 'none'`;
  const families = groupedBy(atlas.sections, ({ id }) => id.split('.')[0] ?? id);
  return markupOf(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="evenloop">
<title>Atlas of event loops</title>
<style>${trusted(style)}</style></head>
<body><a class="skip" href="#scenarios">Skip to the scenarios</a>
<header class="top"><p class="name">evenloop</p><nav aria-label="Families">${diff === null ? null : html`<a href="#diff">What changed</a> `}${[...families.keys()].map((family) => html`<a href="#family-${family}">${family}</a> `)}</nav></header>
<main>
<h1>Which runtime does what, in which version</h1>
<p class="lead">${atlasSentence(atlas)}</p>
<p class="quiet">${checkedText(atlas.columns)}</p>
<details class="reading"><summary>How to read a cell</summary><ul class="standings">${Object.values(
    STANDING_WORDS,
  ).map(
    ({ glyph, word, tone, means }) =>
      html`<li><span class="verdict ${tone}"><span class="glyph" aria-hidden="true">${glyph}</span>\u00a0${word}</span> ${means}</li>
`,
  )}</ul></details>
${diffSection(diff)}<div class="finder" id="finder" hidden><label>Find <input type="search" id="find" autocomplete="off" placeholder="such as half-close, or signal" aria-describedby="found"></label><label class="check"><input type="checkbox" id="differing"> only where runtimes differ</label><output id="found"></output></div>
<div id="scenarios">
${[...families].map(([family, sections]) => familyOf(family, sections, atlas.columns))}</div>
</main>
<footer><p>evenloop ${atlas.tool.version} \u00b7 all of it is in <code>atlas.json</code> beside this page</p></footer>
<script>${trusted(script)}</script>
</body></html>
`);
}

function checkedText(columns: readonly AtlasColumn[]): string {
  const [checked, others] = [true, false].map((is) => columns.filter(({ observed }) => observed === is));
  const read = checked?.length === 0 ? 'No check was read.' : `Checked: ${columnsText(checked ?? [])}.`;
  return others?.length === 0 ? read : `${read} In a profile and not checked: ${columnsText(others ?? [])}.`;
}

function familyOf(family: string, sections: readonly AtlasSection[], columns: readonly AtlasColumn[]): Html {
  return html`<section id="family-${family}" class="family" aria-labelledby="family-${family}-title"><h2 id="family-${family}-title">${family}</h2>
${sections.map((section) => scenarioOf(section, columns))}</section>
`;
}

function scenarioOf(section: AtlasSection, columns: readonly AtlasColumn[]): Html {
  const { id, title, summary, legend, commands } = section;
  const runs = Object.entries(commands);
  return html`<details class="scenario" id="${id}"><summary><h3>${title} <code>${id}</code></h3> <small>${countText(section, columns)}</small></summary>
<p>${words(summary)}</p>
${legend === '' ? null : html`<p class="quiet">${words(legend)}</p>`}
${atlasTable(section, columns)}
${othersText(section, columns)}${divergenceList(section, columns)}
${runs.length === 0 ? null : html`<details class="commands"><summary>Commands that show it</summary><pre role="region" tabindex="0" aria-label="Commands for ${id}"><code>${runs.map(([, command]) => `${command}\n`)}</code></pre></details>`}
</details>
`;
}

function countText(section: AtlasSection, columns: readonly AtlasColumn[]): string {
  const of = (kind: string): number => section.rows.filter((row) => row.kind === kind).length;
  const counted = (count: number, word: string): string[] =>
    count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
  return [
    ...counted(of('behaviour'), 'behaviour'),
    ...counted(of('rule'), 'rule'),
    ...counted(of('tolerance'), 'tolerance'),
    ...counted(divergencesIn(section, columns).length, 'divergence'),
  ].join(', ');
}

/** By what a runner without rows of its own is judged. */
function othersText({ others }: AtlasSection, columns: readonly AtlasColumn[]): Html | null {
  const [row] = others;
  if (row === undefined) return null;
  const alike = columns.filter(({ id }) => row.as.includes(id));
  const values = Object.entries(row.values).map(([id, value]) => `${id.slice(id.indexOf('/') + 1)} ${value}`);
  return html`<p class="quiet">A runner without rows of its own is judged ${
    alike.length === 0
      ? html`by: <code>${values.join('; ')}</code>`
      : html`as ${columnsText(alike.slice(0, 1))}`
  }.</p>
`;
}

/** An asset that would end its own element, or begin a comment, would break the page: better to stop here. */
function embeddable(text: string, element: 'script' | 'style'): string {
  if (text.toLowerCase().includes(`</${element}`) || text.includes('<!--'))
    throw new Error(`the ${element} of the atlas contains markup that would end it`);
  return text;
}

const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
