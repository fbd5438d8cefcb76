// The evidence: counterexamples with what was expected beside what was observed, and what failed with its last words.
import type { Cell } from '../../harness/contract/result.ts';
import type { EventView, Finding } from '../../harness/contract/verdict.ts';
import { formatCount, formatNumber } from './format.ts';
import { anchor, html } from './html.ts';
import type { Html } from './html.ts';
import { CONFORMANCE_WORDS, verdictMark } from './verdict-words.ts';
import type { ReportView } from './view.ts';

export function findingSection({ result }: ReportView): Html {
  const cells = result.cells.filter((cell) => cell.findings.length > 0);
  if (cells.length === 0) return html``;
  return html`<section id="counterexamples" aria-labelledby="counterexamples-title"><h2 id="counterexamples-title">Counterexamples</h2>
${cells.map(
  (
    cell,
  ) => html`<article id="${anchor('findings', cell.id)}"><h3>${cellName(cell)} ${verdictMark(CONFORMANCE_WORDS[cell.verdict])}</h3>
${cell.reason === '' ? null : html`<p>${cell.reason}</p>`}${cell.findings.map((finding) => findingView(finding, cell))}${againView(cell)}${smallestView(cell)}
${cell.findingCount > cell.findings.length ? html`<p class="quiet">${formatCount(cell.findingCount)} findings in all; the others are in the traces of the run.</p>` : null}</article>
`,
)}</section>`;
}

function findingView(finding: Finding, cell: Cell): Html {
  const place = [
    `round ${finding.round}`,
    finding.key === null ? '' : `key ${finding.key}`,
    finding.index === null ? '' : `index ${finding.index}`,
    finding.invocation,
  ].filter((part) => part !== '');
  const rows = Math.max(finding.expected.length, finding.observed.length);
  return html`<div class="finding"><p><a href="#${anchor('rule', cell.scenario, finding.rule)}"><code>${finding.rule}</code></a> <b>${finding.class}</b>: ${finding.text} <span class="quiet">${place.join(', ')}</span></p>
${rows === 0 ? null : sideBySide(finding, rows, `${cellName(cell)}, ${place.join(', ')}`)}</div>
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

function smallestView(cell: Cell): Html {
  const { smallest } = cell;
  if (smallest === undefined) return html``;
  const { params, attempts, complete, finding } = smallest;
  const sizes = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  const effort = `${formatCount(attempts)} invocations${complete ? '' : '; the search was cut short'}`;
  return html`<h4>The smallest found</h4>
<p class="again">With ${sizes.join(', ')} <span class="quiet">(${effort})</span>${finding.bundle === undefined ? null : html`: <code class="command">evenloop replay ${finding.bundle}</code>`}</p>
${findingView(finding, cell)}`;
}

function sideBySide({ rule, expected, observed }: Finding, count: number, name: string): Html {
  const label = `Events of rule ${rule}, ${name}`;
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

export function failureSection({ result }: ReportView): Html {
  const cells = result.cells.filter((cell) => cell.failures.length > 0);
  if (cells.length === 0) return html``;
  return html`<section id="failures" aria-labelledby="failures-title"><h2 id="failures-title">Failures</h2>
${cells.map(
  (
    cell,
  ) => html`<article id="${anchor('failures', cell.id)}"><h3>${cellName(cell)} ${verdictMark(CONFORMANCE_WORDS[cell.verdict])}</h3>
${cell.reason === '' ? null : html`<p>${cell.reason}</p>`}${alike(cell).map(failureView)}</article>
`,
)}</section>`;
}

type FailureGroup = Cell['failures'][number] & { readonly times: number };

/** Failures with the same code and cause are shown once, with the last words of the first. */
function alike(cell: Cell): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const failure of cell.failures) {
    const key = `${failure.code} ${failure.cause}`;
    const known = groups.get(key);
    groups.set(key, known === undefined ? { ...failure, times: 1 } : { ...known, times: known.times + 1 });
  }
  return [...groups.values()];
}

function failureView({ code, cause, next, evidence, times }: FailureGroup): Html {
  return html`<div class="failure"><p><code>${code}</code> ${cause}${times > 1 ? html` <span class="quiet">${times} times</span>` : null} <span class="next">${next}</span></p>
${evidence.length === 0 ? null : html`<pre tabindex="0" role="region" aria-label="Last lines of ${code}">${evidence.join('\n')}</pre>`}</div>
`;
}

export function cellName(cell: Cell): string {
  return `${cell.scenario} ${cell.set}, ${cell.subject}${cell.side === 'base' ? ' (base)' : ''}`;
}
