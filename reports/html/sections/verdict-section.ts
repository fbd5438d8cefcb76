// The verdicts of this run: every subject against the reference, by the primary metrics of each scenario.
import { effectTable } from '../tables/effect-table.ts';
import { formatLevel } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { usedSamplings } from '../tables/verdict-rows.ts';
import type { VerdictRows } from '../tables/verdict-rows.ts';
import type { ReportView } from '../../words/view.ts';

export function verdictSection(view: ReportView, { groups }: VerdictRows): Html {
  if (groups.length === 0) return html``;
  const levels = [...new Set(view.result.comparisons.map((entry) => entry.level))];
  const level = levels.length === 1 ? `${formatLevel(levels[0] ?? 0)} interval` : 'interval';
  const samplings = usedSamplings(view.result.cells);
  return html`<section id="verdicts" aria-labelledby="verdicts-title"><h2 id="verdicts-title">Verdicts</h2>
<p class="lead">Each subject against the reference, <b>${view.result.run.reference}</b> wherever it takes part. The shaded band is the smallest effect of interest: an interval wholly outside it is called faster or slower. <em>Smallest seen</em> is the smallest change that this run could have detected. <a href="#terms">How to read this</a></p>
${effectTable('primary', groups, 'Verdicts by scenario and subject', { first: 'Subject', effect: `Against reference [${level}]`, ...limitHead(view) })}
${samplings.length === 0 ? null : html`<p class="note">Measured in pairs: ${samplings.map((sampling) => html`<b>${sampling}</b>: ${SAMPLINGS[sampling]} `)}</p>`}<p class="note">Further metrics and their verdicts are in the numbers of each <a href="#scenarios">scenario</a>.</p>
</section>`;
}

/** Nothing where the run has no limit. */
function limitHead({ result: { limit } }: ReportView): { readonly limit?: string } {
  return limit === undefined ? {} : { limit: `Ratio to the limit, ${limit.subject}` };
}

const SAMPLINGS = {
  sliced:
    'the processes of a block run equal numbers of operations in alternating slices on one CPU, so that noise affects all of them.',
  duet: 'two processes run their rounds at the same time, so that noise affects both.',
  plain: 'one process runs after the other, near in time.',
} as const;
