// The report: one RunResult as one offline page. Everything but the charts can be read without its script.
import { createHash } from 'node:crypto';
import type { RunResult } from '../../harness/contract/result.ts';
import type { HistoryChart } from '../history/history.ts';
import { answerSection } from './sections/answer-section.ts';
import { banner } from './sections/banner.ts';
import { chartData } from './charts/build-chart-data.ts';
import { calibrationSection } from './sections/calibration-section.ts';
import { changeSection } from './sections/change-section.ts';
import { conformanceSection } from './sections/conformance-section.ts';
import { dataBlock, packedText } from './charts/data-block.ts';
import { environmentSection } from './sections/environment-section.ts';
import { findingSection } from './sections/evidence-section.ts';
import { failureSection } from './sections/failure-section.ts';
import { meaningSentence } from '../words/headline-sentences.ts';
import { facts, headline, proofSentence } from './sections/headline.ts';
import { historySection, historySpecs } from './sections/history-section.ts';
import { html, markupOf, trusted } from './html.ts';
import type { Html } from './html.ts';
import { subjectStyleSheet } from './charts/subject-style.ts';
import { pivotSection } from './sections/pivot-section.ts';
import { scenarioSections } from './sections/scenario-section.ts';
import { timeSection } from './sections/time-section.ts';
import { termSection } from './sections/terms.ts';
import { verdictStyle } from './verdict-mark.ts';
import { verdictRows } from './tables/verdict-rows.ts';
import type { VerdictRows } from './tables/verdict-rows.ts';
import type { ChartData } from './charts/chart-data.ts';
import { verdictSection } from './sections/verdict-section.ts';
import { viewOf } from '../words/view.ts';
import type { ReportView } from '../words/view.ts';

/** The two built files of the page, as text. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/** What may stand beside the run itself. */
export interface ReportContext {
  /** Another run, whose environment is compared with that of this one. */
  readonly against?: RunResult;
  readonly history?: readonly HistoryChart[];
}

/** The same result, assets and context give the same bytes. */
export function renderReport(result: RunResult, assets: ReportAssets, context: ReportContext = {}): string {
  const { history = [] } = context;
  const view = viewOf(result);
  const rows = verdictRows(view);
  const subjects = [
    ...new Set([...view.subjects, ...history.flatMap(({ lines }) => lines.map(({ subject }) => subject))]),
  ];
  const data = chartData(view, rows, historySpecs(history, subjects), subjects);
  const sections = sectionsOf(view, rows, data, context);
  const [boot = '', code = ''] = assets.script.split(CODE_BEGINS, 2);
  const script = embeddable(boot, 'script');
  const style = embeddable(assets.style + verdictStyle() + subjectStyleSheet(subjects.length), 'style');
  const policy = `default-src 'none'; script-src '${sha256(script)}'${code === '' ? '' : ` '${sha256(code)}'`}; style-src '${sha256(style)}'; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'`;
  return markupOf(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="evenloop">
<title>${result.run.id}: ${meaningSentence(view)}</title>
<style>${trusted(style)}</style></head>
<body><a class="skip" href="#${view.blocks.length > 0 ? 'verdicts' : 'environment'}">Skip to the verdicts</a>
<header class="top"><p class="name">evenloop</p>${contents(sections)}</header>
<main>
<div class="intro">${headline(view)}${banner(result)}
${answerSection(view, rows)}
${proofSentence(result)}${facts(result)}</div>
${sections.map(
  ([, , section]) => html`${section}
`,
)}</main>
<footer><p>${result.run.id} \u00b7 evenloop ${result.tool.version} \u00b7 all data is in <code>results.json</code> beside this page</p></footer>
<script type="application/gzip" id="data">${trusted(dataBlock(data))}</script>
${
  code === ''
    ? null
    : html`<script type="application/gzip" id="code">${trusted(packed(code))}</script>
`
}<script>${trusted(script)}</script>
</body></html>
`);
}

function sectionsOf(
  view: ReportView,
  rows: VerdictRows,
  data: ChartData,
  {
    against = null,
    history = [],
  }: { readonly against?: RunResult | null; readonly history?: readonly HistoryChart[] },
): readonly Section[] {
  return [
    ['changes', 'Changes', changeSection(view)],
    ['verdicts', 'Verdicts', verdictSection(view, rows)],
    ['pivots', 'By style and runtime', pivotSection(view)],
    ['conformance', 'Conformance', conformanceSection(view)],
    ['counterexamples', 'Counterexamples', findingSection(view)],
    ['failures', 'Failures', failureSection(view)],
    [
      'scenarios',
      'Scenarios',
      scenarioSections(view, (place) => (data.blocks[place]?.charts.length ?? 0) > 0),
    ],
    ['history', 'History', historySection(history)],
    ['environment', 'Environment', environmentSection(view, against)],
    ['calibration', 'Calibration', calibrationSection(view)],
    ['time', 'Time', timeSection(view)],
    ['terms', 'How to read this', termSection()],
  ];
}

/** What follows this line in the script of the page is packed: the part before it unpacks and starts it. */
const CODE_BEGINS = '\n//# code\n';

/** The same code for every page of a site: packed once. */
const lastPacked = { code: '', text: '' };
function packed(code: string): string {
  if (lastPacked.code !== code) Object.assign(lastPacked, { code, text: packedText(code) });
  return lastPacked.text;
}

type Section = readonly [id: string, title: string, section: Html];

function contents(sections: readonly Section[]): Html {
  return html`<nav aria-label="Contents">${sections
    .filter(([, , section]) => markupOf(section) !== '')
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
