// What changed against another build: there only when two builds were measured side by side.
import type { Change } from '../../../harness/contract/result.ts';
import type { EffectGroup, EffectMetric, EffectRow } from '../tables/effect-table.ts';
import { effectTable } from '../tables/effect-table.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import { formatSmallestSeen } from '../../words/format.ts';
import { CHANGE_WORDS } from '../../words/verdict-words.ts';
import type { Metric, ReportView } from '../../words/view.ts';

export function changeSection({ result }: ReportView): Html {
  if (result.changes.length === 0) return html``;
  const keys = [...new Set(result.changes.map(keyOf))];
  const groups = keys.map((key) =>
    group(
      result.changes.filter((change) => keyOf(change) === key),
      result,
    ),
  );
  return html`<section id="changes" aria-labelledby="changes-title"><h2 id="changes-title">Changes against the base</h2>
<p class="lead">Each subject against itself: this build over the base build. <em>Smallest seen</em> is the smallest change that the row could have found.</p>
${effectTable('changes', groups, 'Changes by scenario and subject', { first: 'Subject', effect: 'This over base [interval]' })}
</section>`;
}

const keyOf = (change: Change): string => JSON.stringify([change.scenario, change.set]);

function group(changes: readonly Change[], result: ReportView['result']): EffectGroup {
  const [first] = changes;
  const scenario = result.scenarios.find((entry) => entry.id === first?.scenario);
  const metrics = [...new Set(changes.map((change) => change.metric))];
  return {
    title: scenario?.title ?? first?.scenario ?? '',
    set: first?.set ?? '',
    link: scenario === undefined ? 'changes' : anchor('scenario', scenario.id),
    sampling: '',
    metrics: metrics.map((metric) =>
      effectMetric(
        changes.filter((change) => change.metric === metric),
        scenario?.metrics.find((entry) => entry.id === metric),
      ),
    ),
  };
}

function effectMetric(changes: readonly Change[], metric: Metric | undefined): EffectMetric {
  return {
    title: metric?.title ?? changes[0]?.metric ?? '',
    unit: metric?.unit ?? 'ns',
    scale: changes[0]?.scale ?? 'ratio',
    better: metric?.better ?? 'lower',
    minimumEffect: metric?.minimumEffect ?? 0,
    reference: null,
    rows: changes
      .map((change) => row(change, metric?.unit ?? 'ns'))
      .sort((a, b) => a.verdict.rank - b.verdict.rank),
  };
}

function row(
  { subject, verdict, estimate, low, high, scale, detectable, reason }: Change,
  unit: string,
): EffectRow {
  const shown = verdict !== 'not-comparable' && estimate !== null && low !== null && high !== null;
  return {
    subject,
    verdict: CHANGE_WORDS[verdict],
    effect: shown ? { estimate, low, high } : null,
    modes: [],
    value: '',
    seen: shown ? formatSmallestSeen(detectable ?? null, { scale, unit }) : '',
    pairs: null,
    reason,
    evidence: null,
    place: null,
  };
}
