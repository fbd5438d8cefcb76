// How far this run can be trusted, as measured in this run: the reference against itself, the machine, the checkers, the observer.
import type { Calibration } from '../../../harness/contract/result.ts';
import { formatCount, formatShare } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { laneTable, poolTable } from '../tables/lane-table.ts';
import { mutationView } from '../tables/mutation-view.ts';
import { observerTable } from '../tables/observer-table.ts';
import type { ReportView } from '../../words/view.ts';

export function calibrationSection(view: ReportView): Html {
  const { calibration, mutation, observer = [] } = view.result;
  if (calibration === undefined && mutation === undefined && observer.length === 0) return html``;
  return html`<section id="calibration" aria-labelledby="calibration-title"><h2 id="calibration-title">Can this run be trusted?</h2>
<p class="lead">A measurement that finds differences everywhere would find them where there are none, too. So evenloop measures itself along with the subjects.</p>
${calibration === undefined ? html`<p class="empty">This run did not hold the reference against itself: profiles with more units do.</p>` : calibrationView(calibration, view)}${mutationView(mutation)}${observerTable(observer, view)}</section>`;
}

function calibrationView(calibration: Calibration, view: ReportView): Html {
  const { lanes, pooled, familyError, intervals } = calibration;
  return html`<h3>The reference against itself</h3>
<p>In some units a second copy of the reference takes the place of a subject. Both are the same, so the true ratio is 1: what these intervals show beside 1 is the error of this machine in this run. ${laneVerdict(calibration)}</p>
${poolTable(pooled)}${
  lanes.length === 0
    ? html`<p class="empty">No lane has an interval: it takes at least three pairs. Run with more units.</p>`
    : html`<details><summary>${lanes.length === 1 ? 'The lane' : `All ${formatCount(lanes.length)} lanes`}</summary>${laneTable(lanes, view)}</details>`
}
<p>Chance of at least one false verdict among ${intervals === 1 ? 'the one interval' : `all ${formatCount(intervals)} intervals`} of this run: at most <b>${formatShare(familyError)}</b>. The more intervals there are, the wider each is made for that.</p>
<h3>The machine</h3>
${windowsView(calibration.windows)}${conditionsView(calibration.conditions)}`;
}

function laneVerdict({ pooled }: Calibration): string {
  const broken = pooled.filter(({ kept }) => !kept);
  if (pooled.length === 0) return 'There are too few of these pairs to say more.';
  if (broken.length === 0) return 'Taken together they agree with 1: kept.';
  return `Taken together they do not agree with 1 by ${broken.map(({ metric }) => metric).join(', ')}: verdicts of that kind are not to be trusted.`;
}

function windowsView(windows: Calibration['windows']): Html {
  const { total, contaminated, preemptedShare, waitShare, orchestratorShare } = windows;
  const share = total === 0 ? '' : ` (${formatShare(contaminated / total)})`;
  const entries: readonly (readonly [string, number | null])[] = [
    ['Slices in which the process was interrupted', preemptedShare],
    ['Time that runners waited for a CPU', waitShare],
    ['One core used by evenloop itself meanwhile', orchestratorShare],
  ];
  return html`<dl class="environment"><div><dt>Measured windows</dt><dd>${formatCount(total)}</dd></div><div><dt>Windows that met a disturbance</dt><dd>${formatCount(contaminated)}${share}</dd></div>${entries.map(
    ([name, value]) =>
      html`<div><dt>${name}</dt><dd>${value === null ? html`<span class="quiet">not told</span>` : formatShare(value)}</dd></div>`,
  )}</dl>
`;
}

/** What was not kept first: it is what the reader can change. */
function conditionsView(conditions: Calibration['conditions']): Html {
  if (conditions.length === 0) return html``;
  const sorted = [...conditions].sort((a, b) => Number(a.kept) - Number(b.kept));
  return html`<ul class="conditions">${sorted.map(
    ({ name, kept, text }) =>
      html`<li class="${kept ? 'good' : 'bad'}"><span class="glyph" aria-hidden="true">${kept ? '✓' : '!'}</span> <b>${name}</b> ${kept ? 'kept' : 'not kept'}: ${text}</li>`,
  )}</ul>
`;
}
