// Calibration: how far this run can be trusted, as measured in this run: A/A checks, the machine, the checkers, the observer.
import type { Calibration } from '../../../harness/contract/calibration.ts';
import { formatCount, formatShare } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { aaCheckTable, poolTable } from '../tables/aa-check-table.ts';
import { mutationView } from '../tables/mutation-view.ts';
import { observerTable } from '../tables/observer-table.ts';
import type { ReportView } from '../../words/view.ts';

export function calibrationSection(view: ReportView): Html {
  const { calibration, mutation, observer = [] } = view.result;
  if (calibration === undefined && mutation === undefined && observer.length === 0) return html``;
  return html`<section id="calibration" aria-labelledby="calibration-title"><h2 id="calibration-title">Calibration: can this run be trusted?</h2>
<p class="lead">A setup that reports a difference between two equal programs cannot be trusted on different ones. So evenloop also measures itself.</p>
${calibration === undefined ? html`<p class="empty">This run did not compare the reference with itself: profiles with more repetitions do.</p>` : calibrationView(calibration, view)}${mutationView(mutation)}${observerTable(observer, view)}</section>`;
}

function calibrationView(calibration: Calibration, view: ReportView): Html {
  const { aaChecks, pooled, familyError, intervals } = calibration;
  return html`<h3>A/A check: the reference against itself</h3>
<p>${aaCheckVerdict(calibration)}</p>
<details${pooled.some(({ kept }) => !kept) ? html` open` : null}><summary>What was checked, and how</summary><p>In some repetitions a second copy of the reference, the A/A control, takes the place of a subject. The two are the same program, so the true ratio is 1: any deviation of these intervals from 1 is the error of this machine in this run.</p>
${poolTable(pooled)}${
  aaChecks.length === 0
    ? html`<p class="empty">No A/A check has an interval, because an interval takes at least three pairs. Give the run more time (<code>--time</code>).</p>`
    : html`<details><summary>${aaChecks.length === 1 ? 'The A/A check' : `All ${formatCount(aaChecks.length)} A/A checks`}</summary>${aaCheckTable(aaChecks, view)}</details>`
}
<p>The chance of at least one false verdict among ${intervals === 1 ? 'the one interval' : `all ${formatCount(intervals)} intervals`} of this run is at most <b>${formatShare(familyError)}</b>. For that, each interval is wider the more intervals there are.</p></details>
<details><summary>The machine: ${machineText(calibration.conditions)}</summary>${windowsView(calibration.windows)}${conditionsView(calibration.conditions)}</details>`;
}

function aaCheckVerdict({ pooled }: Calibration): string {
  const broken = pooled.filter(({ kept, open = false }) => !kept && !open);
  const open = pooled.filter((one) => one.open === true);
  if (pooled.length === 0) return 'There are too few pairs for a result.';
  if (broken.length === 0 && open.length > 0)
    return `In ${open.map(({ metric }) => metric).join(', ')} the interval is so wide that the check could not tell: it would not have noticed a difference of 10 %.`;
  if (broken.length === 0) return 'Together they agree with 1: the check passed.';
  return `Together they disagree with 1 in ${broken.map(({ metric }) => metric).join(', ')}: the check failed, and verdicts on that metric cannot be trusted.`;
}

function windowsView(windows: Calibration['windows']): Html {
  const { total, contaminated, preemptedShare, waitShare, orchestratorShare } = windows;
  const share = total === 0 ? '' : ` (${formatShare(contaminated / total)})`;
  const entries: readonly (readonly [string, number | null])[] = [
    ['Slices in which the process was interrupted', preemptedShare],
    ['Time that runners waited for a CPU', waitShare],
    ['Share of one core that evenloop itself used', orchestratorShare],
  ];
  return html`<dl class="environment"><div><dt>Measured windows</dt><dd>${formatCount(total)}</dd></div><div><dt>Windows with a disturbance</dt><dd>${formatCount(contaminated)}${share}</dd></div>${entries.map(
    ([name, value]) =>
      html`<div><dt>${name}</dt><dd>${value === null ? html`<span class="quiet">unknown</span>` : formatShare(value)}</dd></div>`,
  )}</dl>
`;
}

function machineText(conditions: Calibration['conditions']): string {
  const missed = conditions.filter(({ kept }) => !kept).map(({ name }) => name);
  return missed.length === 0 ? 'all conditions met' : `not met: ${missed.join(', ')}`;
}

/** Conditions that were not met come first: the reader can change them. */
function conditionsView(conditions: Calibration['conditions']): Html {
  if (conditions.length === 0) return html``;
  const sorted = [...conditions].sort((a, b) => Number(a.kept) - Number(b.kept));
  return html`<ul class="conditions">${sorted.map(
    ({ name, kept, text }) =>
      html`<li class="${kept ? 'good' : 'bad'}"><span class="glyph" aria-hidden="true">${kept ? '✓' : '!'}</span> <b>${name}</b> ${kept ? 'met' : 'not met'}: ${text}</li>`,
  )}</ul>
`;
}
