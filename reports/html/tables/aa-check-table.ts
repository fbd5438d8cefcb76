// The A/A checks as tables: all pairs of a metric together, and one by one, each with its interval drawn.
import type { AaCheck, Calibration } from '../../../harness/contract/calibration.ts';
import type { EffectGroup, EffectMetric, EffectRow } from './effect-table.ts';
import { effectTable } from './effect-table.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import type { VerdictWord } from '../../words/verdict-words.ts';
import type { ReportView } from '../../words/view.ts';

/** The result of an A/A check: whether its interval contains 1 (or 0). It is not a verdict on a subject. */
const AGREES: VerdictWord = { name: 'equivalent', glyph: '✓', word: 'agrees', tone: 'good', rank: 1 };
const OFF: VerdictWord = { name: 'unclear', glyph: '?', word: 'disagrees', tone: 'open', rank: 0 };
const OPEN: VerdictWord = { name: 'unsupported', glyph: '–', word: 'no interval', tone: 'quiet', rank: 2 };
const KEPT: VerdictWord = { ...AGREES, word: 'passed' };
const UNTOLD: VerdictWord = { ...OFF, word: 'could not tell' };
const BROKEN: VerdictWord = { name: 'divergent', glyph: '≠', word: 'failed', tone: 'alarm', rank: 0 };

/** The pooled interval may lie this far from 1, and the check still passes. */
const POOL_BAND = 0.01;

export function poolTable(pooled: Calibration['pooled']): Html {
  if (pooled.length === 0) return html``;
  const group: EffectGroup = {
    title: 'All A/A checks together',
    set: '',
    link: 'calibration',
    sampling: '',
    metrics: [
      {
        title: 'ratio of the reference to itself',
        unit: '',
        scale: 'ratio',
        better: 'neither',
        minimumEffect: POOL_BAND,
        reference: null,
        rows: pooled.map(({ metric, estimate, low, high, pairs, kept, open = false }) => ({
          ...BARE,
          subject: metric,
          verdict: kept ? KEPT : open ? UNTOLD : BROKEN,
          effect: { estimate, low, high },
          pairs,
        })),
      },
    ],
  };
  return effectTable('pooled', [group], 'The reference against itself, all A/A checks of a metric together', {
    first: 'Metric',
    effect: 'Ratio [interval]',
  });
}

const BARE = { modes: [], value: '', seen: '', reason: '', evidence: null, place: null } as const;

export function aaCheckTable(aaChecks: readonly AaCheck[], { result }: ReportView): Html {
  const keys = [...new Set(aaChecks.map(({ scenario, set }) => JSON.stringify([scenario, set])))];
  const groups = keys.flatMap((key): EffectGroup[] => {
    const own = aaChecks.filter(({ scenario, set }) => JSON.stringify([scenario, set]) === key);
    const scenario = result.scenarios.find(({ id }) => id === own[0]?.scenario);
    const metrics = [...new Set(own.map(({ metric }) => metric))];
    return metrics.map((metric) => ({
      title: scenario?.title ?? own[0]?.scenario ?? '',
      set: own[0]?.set ?? '',
      link: scenario === undefined ? 'calibration' : anchor('scenario', scenario.id),
      sampling: '',
      metrics: [
        aaCheckMetric(
          own.filter((aaCheck) => aaCheck.metric === metric),
          scenario?.metrics.find(({ id }) => id === metric),
        ),
      ],
    }));
  });
  return effectTable('aa-checks', groups, 'The reference against itself, each A/A check by itself', {
    first: 'Subject',
    effect: 'Against itself [interval]',
  });
}

type Metric = ReportView['blocks'][number]['scenario']['metrics'][number];

function aaCheckMetric(aaChecks: readonly AaCheck[], metric: Metric | undefined): EffectMetric {
  const scale = aaChecks[0]?.scale ?? 'ratio';
  return {
    title: metric?.title ?? aaChecks[0]?.metric ?? '',
    unit: metric?.unit ?? 'ns',
    scale,
    better: 'neither',
    minimumEffect: metric?.minimumEffect ?? 0,
    reference: null,
    rows: aaChecks.map((aaCheck) => aaCheckRow(aaCheck, scale === 'ratio' ? 1 : 0)),
  };
}

function aaCheckRow({ subject, estimate, low, high, pairs }: AaCheck, neutral: number): EffectRow {
  if (estimate === null || low === null || high === null)
    return { ...BARE, subject, verdict: OPEN, effect: null, pairs, reason: 'Too few pairs for an interval.' };
  const contains = low <= neutral && neutral <= high;
  return { ...BARE, subject, verdict: contains ? AGREES : OFF, effect: { estimate, low, high }, pairs };
}
