// The failures: each with its code, its next step and the last lines of the process.
import type { Cell } from '../../../harness/contract/result.ts';
import { cellName } from './evidence-section.ts';
import { formatCount } from '../../words/format.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import { verdictMark } from '../verdict-mark.ts';
import { CONFORMANCE_WORDS } from '../../words/verdict-words.ts';
import type { ReportView } from '../../words/view.ts';

export function failureSection({ result }: ReportView): Html {
  const cells = result.cells.filter((cell) => cell.failures.length > 0);
  if (cells.length === 0) return html``;
  return html`<section id="failures" aria-labelledby="failures-title"><h2 id="failures-title">Failures</h2>
${cells.map(
  (
    cell,
  ) => html`<article id="${anchor('failures', cell.id)}"><h3>${cellName(cell)} ${verdictMark(CONFORMANCE_WORDS[cell.verdict])}</h3>
${cell.reason === '' ? null : html`<p>${cell.reason}</p>`}${alike(cell).map((group, place) => failureView(group, cell, place))}</article>
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

function failureView({ code, cause, next, evidence, times }: FailureGroup, cell: Cell, place: number): Html {
  const name = `Last lines of ${code}, ${cellName(cell)}${place === 0 ? '' : `, ${place + 1}`}`;
  return html`<div class="failure"><p><code>${code}</code> ${cause}${times > 1 ? html` <span class="quiet">${formatCount(times)} times</span>` : null} <span class="next">${next}</span></p>
${evidence.length === 0 ? null : html`<pre tabindex="0" role="region" aria-label="${name}">${evidence.join('\n')}</pre>`}</div>
`;
}
