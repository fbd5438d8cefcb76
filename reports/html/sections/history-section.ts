// The history: one chart a metric over many runs, and beneath it what changed where, in words.
import type { HistoryChart, LevelChange } from '../../history/history.ts';
import { directionOf } from '../../words/direction.ts';
import type { HistorySpec } from '../charts/chart-data.ts';
import { formatCount, formatNumber, formatShare, formatValue } from '../../words/format.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';

/** A level is only told from noise by more values than these. */
const LEAST_RUNS = 2;

export function historySection(charts: readonly HistoryChart[]): Html {
  if (charts.length === 0) return html``;
  return html`<section id="history" aria-labelledby="history-title"><h2 id="history-title">History</h2>
<p class="lead">A line joins only runs of the same profile on the same machine: a step between other runs would say nothing about the code.</p>
${charts.map((chart, place) => chartArticle(chart, place))}</section>`;
}

function chartArticle(chart: HistoryChart, place: number): Html {
  const { runs } = chart;
  return html`<article><h3>${chart.title} <span class="set">${chart.set}</span> <span class="metric">${chart.metric}</span></h3>
<p class="quiet">${chart.profile}, ${chart.machine}, ${formatCount(runs.length)} ${runs.length === 1 ? 'run' : 'runs'}</p>
${runs.length < LEAST_RUNS ? html`<p class="empty">One run is no history yet: the next run on this machine with this profile begins the line.</p>` : html`<div class="charts" data-history="${place}"></div><p>${historyFinding(chart)}</p>${changeList(chart)}`}${valueTable(chart)}</article>
`;
}

/** Change points in the order of the runs: the numbers of the markers. */
function numberedChanges(chart: HistoryChart): { readonly subject: string; readonly change: LevelChange }[] {
  return chart.lines
    .flatMap(({ subject, changes }) => changes.map((change) => ({ subject, change })))
    .sort((a, b) => a.change.at - b.change.at || (a.subject < b.subject ? -1 : 1));
}

function historyFinding(chart: HistoryChart): string {
  const count = numberedChanges(chart).length;
  const change =
    count === 0
      ? 'No level changed'
      : count === 1
        ? 'One level changed'
        : `${formatCount(count)} levels changed`;
  return `${change} over ${formatCount(chart.runs.length)} runs, ${directionOf(chart)}.`;
}

function changeList(chart: HistoryChart): Html {
  const changes = numberedChanges(chart);
  if (changes.length === 0) return html``;
  return html`<ol class="changes">${changes.map(
    ({ subject, change: { before, after, ratio, confidence } }) => {
      const sure = confidence === null ? '' : `, confidence ${formatShare(confidence)}`;
      return html`<li>${subject}: ${formatNumber(ratio, 2)}\u00d7 between ${place(before)} and ${place(after)}${sure}</li>`;
    },
  )}</ol>`;
}

function place({ id, commit }: LevelChange['before']): string {
  return commit === null ? id : `${id} (${commit.slice(0, 12)})`;
}

function valueTable({ title, set, runs, lines, unit }: HistoryChart): Html {
  const label = `History of ${title}, ${set}`;
  const rows = runs.map((run, at) => {
    const cells = lines.map(({ points }) => {
      const value = points.find((point) => point.at === at)?.value;
      return html`<td>${value === undefined ? '\u2013' : formatValue(value, unit)}`;
    });
    return html`<tr><th>${run.id}<td>${run.commit?.slice(0, 12) ?? '\u2013'}${cells}
`;
  });
  return html`<details><summary>All values</summary><div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="numbers"><thead><tr><th>Run<th>Commit${lines.map(({ subject }) => html`<th>${subject}`)}<tbody>
${rows}</table></div></details>`;
}

export function historySpecs(charts: readonly HistoryChart[], subjects: readonly string[]): HistorySpec[] {
  return charts.map((chart) => {
    const changes = numberedChanges(chart);
    return {
      kind: 'history',
      id: anchor('history', chart.scenario, chart.set, chart.metric, chart.profile, chart.machine),
      title: `${chart.title}, ${chart.metric}`,
      finding: historyFinding(chart),
      metric: chart.metric,
      unit: chart.unit,
      direction: directionOf(chart),
      runs: chart.runs.map(({ id, startedAt, commit }) => ({ id, startedAt, commit })),
      lines: chart.lines.map((line) => ({
        subject: subjects.indexOf(line.subject),
        points: line.points.map(({ at, value }) => ({ at, value })),
        changes: changes.flatMap(({ subject, change }, index) =>
          subject === line.subject ? [{ at: change.at, number: index + 1 }] : [],
        ),
      })),
    };
  });
}
