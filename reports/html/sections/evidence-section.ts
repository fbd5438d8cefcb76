// The evidence: counterexamples with expected events beside observed ones.
import type { Cell } from '../../../harness/contract/result.ts';
import type { EventView, Finding } from '../../../harness/contract/verdict.ts';
import { counterexamples } from '../tables/counterexamples.ts';
import { formatCount, formatNumber } from '../../words/format.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import { ruleAnchor } from '../tables/rule-matrix.ts';
import { timeline } from '../charts/timeline.ts';
import { verdictMark } from '../verdict-mark.ts';
import { CONFORMANCE_WORDS } from '../../words/verdict-words.ts';
import type { ReportView } from '../../words/view.ts';

export function findingSection({ result }: ReportView): Html {
  const cells = result.cells.filter((cell) => cell.findings.length > 0 || cell.smallest !== undefined);
  if (cells.length === 0) return html``;
  const drawn = new Map(counterexamples(result).map(({ finding }, place) => [finding, place]));
  return html`<section id="counterexamples" aria-labelledby="counterexamples-title"><h2 id="counterexamples-title">Counterexamples</h2>
${cells.map((cell) => findingArticle(cell, drawn))}</section>`;
}

function findingArticle(cell: Cell, drawn: ReadonlyMap<Finding, number>): Html {
  const { findings, findingCount, reason } = cell;
  return html`<article id="${anchor('findings', cell.id)}"><h3>${cellName(cell)} ${verdictMark(CONFORMANCE_WORDS[cell.verdict])}</h3>
${reason === '' ? null : html`<p>${reason}</p>`}${oftenView(cell)}${smallestView(cell, drawn)}${findings.map((finding) => findingView(finding, cell, drawn))}${againView(cell)}
${findingCount > findings.length ? html`<p class="quiet">${formatCount(findingCount)} findings in all; the others are in the traces of the run.</p>` : null}</article>
`;
}

function oftenView({ divergences = [] }: Cell): Html {
  if (divergences.length === 0) return html``;
  const texts = divergences.map(
    ({ rule, class: what, known, runs, of }) =>
      html`<li><code>${rule}</code> ${what} in ${formatCount(runs)} of ${formatCount(of)} invocations${known === null ? null : html`, known as <code>${known}</code>`}</li>`,
  );
  return html`<ul class="often">${texts}</ul>`;
}

function findingView(finding: Finding, cell: Cell, drawn: ReadonlyMap<Finding, number>): Html {
  const place = [
    `round ${finding.round}`,
    finding.key === null ? '' : `key ${finding.key}`,
    finding.index === null ? '' : `index ${finding.index}`,
    finding.invocation,
  ].filter((part) => part !== '');
  const name = `${finding.rule}, ${cellName(cell)}, ${place.join(', ')}`;
  const at = drawn.get(finding);
  return html`<div class="finding"><p><a href="#${ruleAnchor(finding.rule)}"><code>${finding.rule}</code></a> <b>${finding.class}</b>: ${finding.text} <span class="quiet">${place.join(', ')}</span></p>
${at === undefined ? null : html`${timeline(finding, name, at, cell.scenario.startsWith('file_watch.'))}<details><summary>The events as a table</summary>${sideBySide(finding, name)}</details>`}</div>
`;
}

/** How the reader sees it again: from the bundle, or by running the same schedules. Once a cell, for its first finding. */
function againView({ findings }: Cell): Html {
  const bundle = findings.find((finding) => finding.bundle !== undefined)?.bundle;
  const reproduce = findings.find((finding) => finding.reproduce !== undefined)?.reproduce;
  if (bundle === undefined && reproduce === undefined) return html``;
  return html`<p class="again">${bundle === undefined ? null : html`Judge it again in the folder of this run: <code class="command">evenloop replay ${bundle}</code>. `}${reproduce === undefined ? null : html`Run it again: <code class="command">${reproduce}</code>`}</p>
`;
}

/** It stands first: what takes least to show is what is read most easily. */
function smallestView(cell: Cell, drawn: ReadonlyMap<Finding, number>): Html {
  const { smallest, findings } = cell;
  if (smallest === undefined) return html``;
  const { params, attempts, complete, finding } = smallest;
  const sizes = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  const effort = `${formatCount(attempts)} invocations${complete ? '' : '; the search ran out of time'}`;
  return html`<h4>The smallest found</h4>
<p class="again">With ${sizes.join(', ')} <span class="quiet">(${effort})</span>${finding.bundle === undefined ? null : html`: <code class="command">evenloop replay ${finding.bundle}</code>`}</p>
${findingView(finding, cell, drawn)}${
  findings.length === 0
    ? null
    : html`<h4>As it was first found</h4>
`
}`;
}

function sideBySide({ expected, observed }: Finding, name: string): Html {
  const label = `Events of rule ${name}`;
  const count = Math.max(expected.length, observed.length);
  const rows = Array.from({ length: count }, (_, row) => {
    const [want, got] = [expected[row], observed[row]];
    const differs = want === undefined || got === undefined || identity(want) !== identity(got);
    return html`<tr class="${differs ? 'differs' : 'alike'}"><td>${want?.index ?? got?.index ?? ''}</td><td>${want === undefined ? '\u2013' : identity(want)}</td><td>${differs ? html`<span class="glyph" aria-hidden="true">≠</span><span class="unseen">differs from</span>` : null}</td><td>${got === undefined ? '\u2013' : identity(got)}</td><td class="number">${got === undefined || got.timeNs === null ? '' : formatNumber(got.timeNs / 1000, 1)}</td></tr>
`;
  });
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="events"><caption class="unseen">${label}</caption><thead><tr><th scope="col">Index</th><th scope="col">Expected</th><td></td><th scope="col">Observed</th><th scope="col" class="number">Time, \u00b5s</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

function identity(event: EventView): string {
  return `${event.kind} key ${event.key} id ${event.id} ${event.digest}`;
}

export function cellName(cell: Cell): string {
  return `${cell.scenario} ${cell.set}, ${cell.subject}${SIDES[cell.side]}`;
}

const SIDES = { head: '', base: ' (base)', control: ' (A/A control)' } as const;
