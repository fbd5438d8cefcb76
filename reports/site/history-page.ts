// The history of one scenario: its charts, what they say in words, and the change points with their commits.
import { formatNumber, formatValue } from '../words/format.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { directionOf } from '../words/direction.ts';
import type { HistoryChart, HistoryLine, LevelChange } from '../history/history.ts';
import { dayOf, historyDrawing, numbered } from './history-drawing.ts';
import type { Shell } from './shell.ts';

/** `searched`: whether change points were searched. `linked`: the slugs of the runs that have a page of their own. */
export function historyPage(
  charts: readonly HistoryChart[],
  searched: boolean,
  linked: ReadonlySet<string>,
  shell: Shell,
): string {
  const [first] = charts;
  const subjects = [...new Set(charts.flatMap(({ lines }) => lines.map(({ subject }) => subject)))];
  const look = (subject: string): number => subjects.indexOf(subject);
  return shell({
    title: `History of ${first?.scenario ?? ''}`,
    root: '../',
    body: html`<h1>History of ${first?.title ?? ''} <code>${first?.scenario ?? ''}</code></h1>
<p class="lead">The median of each run, in the order of the runs. A chart has only runs of one profile, one machine, one reference and one version of the scenario. Change points are searched in the ratio to the reference of the same run, because all times of a machine drift together.</p>
${charts.map((chart) => section(chart, look, searched, linked))}`,
  });
}

function section(
  chart: HistoryChart,
  look: (subject: string) => number,
  searched: boolean,
  linked: ReadonlySet<string>,
): Html {
  const finding = findingOf(chart, searched);
  const direction = directionOf(chart);
  return html`<section><h2>${chart.set} \u00b7 ${chart.metric}, ${direction}</h2>
<p class="note">${chart.profile} on ${chart.machine}, version ${chart.version}, reference ${chart.reference}</p>
<p>${finding}</p>
${historyDrawing(chart, look, `${chart.metric}, ${direction}. ${finding}`)}
${table(chart, look)}
${changeList(chart, linked)}
${markList(chart)}</section>
`;
}

/** What the drawing says, in a sentence. */
export function findingOf({ runs, lines }: HistoryChart, searched: boolean): string {
  if (runs.length < 2) return 'One run so far: a history needs two.';
  const changes = lines.reduce((sum, line) => sum + line.changes.length, 0);
  if (!searched) return `${runs.length} runs. No search for change points was made.`;
  if (changes === 0) return `No change point in ${runs.length} runs.`;
  return `${changes} change point${changes === 1 ? '' : 's'} in ${runs.length} runs.`;
}

function table({ lines, unit, runs }: HistoryChart, look: (subject: string) => number): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Values"><table><caption class="unseen">Newest values</caption>
<thead><tr><th scope="col">Subject</th><th scope="col" class="number">Newest</th><th scope="col" class="number">Smallest</th><th scope="col" class="number">Largest</th><th scope="col" class="number">Runs</th></tr></thead><tbody>${lines.map(
    (line) =>
      html`<tr><th scope="row"><svg class="swatch" viewBox="0 0 36 12" aria-hidden="true"><line class="look-${look(line.subject)}" x1="0" x2="36" y1="6" y2="6"/></svg> ${line.subject}</th>${numbers(line, unit, runs.length)}</tr>`,
  )}</tbody></table></div>`;
}

function numbers({ points }: HistoryLine, unit: string, runs: number): Html {
  const values = points.map(({ value }) => value);
  const smallest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const last = points.at(-1);
  const newest = last?.at === runs - 1 ? formatValue(last.value, unit) : 'not in the newest run';
  return html`<td class="number">${newest}</td><td class="number">${formatValue(smallest, unit)}</td><td class="number">${formatValue(largest, unit)}</td><td class="number">${points.length}</td>`;
}

function changeList(chart: HistoryChart, linked: ReadonlySet<string>): Html {
  const entries = numbered(chart).flatMap(({ number, line, index }) => {
    const change = line.changes[index];
    return change === undefined ? [] : [{ number, line, change }];
  });
  if (entries.length === 0) return html``;
  return html`<ol class="changes">${entries.map(({ line, change }) => html`<li>${changeText(line, change, chart, linked)}</li>`)}</ol>`;
}

/** A mark of all lines is one. */
function markList({ lines }: HistoryChart): Html {
  const told = lines.flatMap(({ marks }) =>
    marks.map(({ run, text }) => `${text}, with ${run.id} of ${dayOf(run.startedAt)}`),
  );
  if (told.length === 0) return html``;
  return html`<p>New series begin here, and no level is compared with one before:</p><ul>${[...new Set(told)].map((text) => html`<li>${text}</li>`)}</ul>`;
}

function changeText(
  { subject }: HistoryLine,
  { before, after, ratio, confidence, accepted }: LevelChange,
  { better, reference }: HistoryChart,
  linked: ReadonlySet<string>,
): Html {
  const worse = ratio > 1 === (better === 'lower');
  const sign = better === null ? '' : worse ? '\u25bc worse' : '\u25b2 better';
  const known = accepted === null ? '' : ` (accepted: ${accepted})`;
  const sure = confidence === null ? '' : `, confidence ${formatNumber(confidence * 100, 1)} %`;
  const name = linked.has(after.slug)
    ? html`<a href="../runs/${after.slug}/report.html">${after.id}</a>`
    : html`${after.id}`;
  return html`<b>${subject}</b> ${sign}: over ${reference} the level moved to ${formatNumber(ratio, 2)}\u00d7 of what it was with run ${name} of ${dayOf(after.startedAt)}, between ${before.commit ?? 'an unknown commit'} and ${after.commit ?? 'an unknown commit'}${sure}${known}.`;
}
