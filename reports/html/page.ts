// The report: one RunResult as one offline page. Everything in it can be read without its script.
import { createHash } from 'node:crypto';
import type { RunResult } from '../../harness/contract/result.ts';
import { banner } from './banner.ts';
import { changeSection } from './change-section.ts';
import { chartData } from './chart-data.ts';
import { conformanceSection } from './conformance-section.ts';
import { environmentSection } from './environment-section.ts';
import { failureSection, findingSection } from './evidence-section.ts';
import { facts, headline, meaningSentence } from './headline.ts';
import { html, jsonForScript, markupOf, trusted } from './html.ts';
import type { Html } from './html.ts';
import { lookStyle } from './looks.ts';
import { scenarioSections } from './scenario-section.ts';
import { termSection } from './terms.ts';
import { verdictSection } from './verdict-section.ts';
import { viewOf } from './view.ts';

/** The two built files of the page, as text. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/** The same result and assets give the same bytes. */
export function renderReport(result: RunResult, assets: ReportAssets): string {
  const view = viewOf(result);
  const script = embeddable(assets.script, 'script');
  const style = embeddable(assets.style + lookStyle(view.subjects.length), 'style');
  const policy = `default-src 'none'; script-src '${sha256(script)}'; style-src '${sha256(style)}'; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'`;
  return markupOf(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="evenloop">
<title>${result.run.id}: ${meaningSentence(view)}</title>
<style>${trusted(style)}</style></head>
<body><a class="skip" href="#verdicts">Skip to the verdicts</a>
<header class="top"><p class="name">evenloop</p>${contents(result)}</header>
<main>
<div class="intro">${headline(view)}
${banner(result)}
${facts(result)}</div>
${changeSection(view)}
${verdictSection(view)}
${conformanceSection(view)}
${findingSection(view)}
${failureSection(view)}
${scenarioSections(view)}
${environmentSection(view)}
${termSection()}
</main>
<footer><p>${result.run.id} \u00b7 evenloop ${result.tool.version} \u00b7 the truth is in <code>results.json</code> beside this page</p></footer>
<script type="application/json" id="data">${trusted(jsonForScript(chartData(view)))}</script>
<script>${trusted(script)}</script>
</body></html>
`);
}

function contents({ cells, changes }: RunResult): Html {
  const entries: readonly (readonly [string, string, boolean])[] = [
    ['changes', 'Changes', changes.length > 0],
    ['verdicts', 'Verdicts', cells.length > 0],
    ['conformance', 'Meaning', cells.length > 0],
    ['counterexamples', 'Counterexamples', cells.some((cell) => cell.findings.length > 0)],
    ['failures', 'Failures', cells.some((cell) => cell.failures.length > 0)],
    ['scenarios', 'Scenarios', cells.length > 0],
    ['environment', 'Environment', true],
    ['terms', 'How to read this', true],
  ];
  return html`<nav aria-label="Contents">${entries
    .filter(([, , there]) => there)
    .map(([id, title]) => html`<a href="#${id}">${title}</a> `)}</nav>`;
}

/** An asset that would end its own element, or begin a comment, would break the page: better to stop here. */
function embeddable(text: string, element: 'script' | 'style'): string {
  if (text.toLowerCase().includes(`</${element}`) || text.includes('<!--'))
    throw new Error(`the ${element} of the page contains markup that would end it`);
  return text;
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
