// The A/A checks of a run: the reference against its A/A control, in the same blocks as the subjects. A difference here is the noise of the run.
import type { AaCheck, Calibration } from '../contract/calibration.ts';
import type { Cell, ScenarioView } from '../contract/result.ts';
import { pairedInterval } from '../stats/paired-interval.ts';
import type { Contrast } from './pairs.ts';
import { modalPairsOf } from './modal-pairs.ts';
import { present } from './pairs.ts';
import { effectBand, fromScale, MINIMUM_PAIRS } from './scale.ts';
import type { ScaledMetric } from './scale.ts';

export interface AaChecksInput {
  readonly cells: readonly Cell[];
  readonly scenarios: readonly ScenarioView[];
  readonly contrast: Contrast;
  /** Confidence of the interval of each A/A check. */
  readonly level: number;
}

export interface AaChecks {
  readonly aaChecks: readonly AaCheck[];
  readonly pooled: Calibration['pooled'];
  /** Why no verdict of the run can be believed; null: nothing speaks against it. */
  readonly distrust: string | null;
  /** Why verdicts of this block and metric cannot be trusted; null: they can. With two builds each subject has an A/A check of its own. */
  distrustOf(scenario: string, set: string, metric: string, subject?: string): string | null;
}

/** A pooled A/A check fails beyond this, in either direction. */
export const POOLED_EFFECT = 0.01;
/** A pooled A/A check whose interval reaches beyond this would not have noticed a tenth: it says nothing, neither good nor bad. */
export const POOLED_BOUND = 1.1;
const POOLED_LEVEL = 0.99;

interface Open {
  readonly aaCheck: AaCheck;
  readonly metric: ScaledMetric;
  readonly pairs: readonly number[];
  readonly sliced: boolean;
}

export function readAaChecks({ cells, scenarios, contrast, level }: AaChecksInput): AaChecks {
  const open = cells.flatMap((control): Open[] => {
    const own = control.side === 'control' ? partnerOf(control, cells) : undefined;
    const scenario = scenarios.find(({ id }) => id === control.scenario);
    if (own === undefined || scenario === undefined) return [];
    if (own.verdict !== 'equivalent' || control.verdict !== 'equivalent') return [];
    return scenario.metrics.map((metric) => {
      const pairs = present(modalPairsOf(metric, own, control, contrast).pairs);
      return {
        metric,
        pairs,
        aaCheck: aaCheckOf(metric, control, pairs, level),
        sliced: control.sampling === 'sliced',
      };
    });
  });
  const pooled = pool(open);
  const off = pooled.find(({ kept, open: undecided = false }) => !kept && !undecided);
  return {
    aaChecks: open.map(({ aaCheck }) => aaCheck),
    pooled,
    distrust:
      off === undefined
        ? null
        : `the A/A check of this run failed: the reference compared with itself gives ${off.estimate.toFixed(3)} in ${off.metric}`,
    distrustOf(scenario, set, metric, subject) {
      const aaChecks = open.filter(
        ({ aaCheck }) =>
          aaCheck.scenario === scenario &&
          aaCheck.set === set &&
          aaCheck.metric === metric &&
          (subject === undefined || aaCheck.subject === subject),
      );
      return aaChecks.some(isOff)
        ? 'the A/A check of this block failed: the reference differs from itself'
        : null;
    },
  };
}

/** The cell that the A/A control repeats: that of base where two builds are compared. */
function partnerOf(control: Cell, cells: readonly Cell[]): Cell | undefined {
  const same = cells.filter(
    ({ scenario, set, subject }) =>
      scenario === control.scenario && set === control.set && subject === control.subject,
  );
  return same.find(({ side }) => side === 'base') ?? same.find(({ side }) => side === 'head');
}

function aaCheckOf(metric: ScaledMetric, control: Cell, pairs: readonly number[], level: number): AaCheck {
  const { scenario, set, subject } = control;
  const head = { scenario, set, subject, metric: metric.id, scale: metric.scale, pairs: pairs.length };
  if (pairs.length < MINIMUM_PAIRS) return { ...head, estimate: null, low: null, high: null };
  const { estimate, low, high } = fromScale(metric, pairedInterval(pairs, level));
  return { ...head, estimate, low, high };
}

function isOff({ aaCheck, metric }: Open): boolean {
  if (aaCheck.low === null || aaCheck.high === null) return false;
  const band = effectBand(metric);
  return aaCheck.low > band.high || aaCheck.high < band.low;
}

/**
 * Only of ratios, and of primary metrics: differences of different units have no common scale. Where there are slices they stand
 * for the run: pairs of whole rounds scatter ten times as much and would drown them.
 */
function pool(open: readonly Open[]): Calibration['pooled'] {
  const ratios = open.filter(({ metric }) => metric.scale === 'ratio' && metric.primary);
  const sliced = ratios.filter((one) => one.sliced);
  const counted = sliced.length > 0 ? sliced : ratios;
  const ids = [...new Set(counted.map(({ metric }) => metric.id))];
  return ids.flatMap((id) => {
    const pairs = counted.flatMap((one) => (one.metric.id === id ? one.pairs : []));
    if (pairs.length < MINIMUM_PAIRS) return [];
    const interval = pairedInterval(pairs, POOLED_LEVEL);
    const limit = Math.log(1 + POOLED_EFFECT);
    const reaches = interval.low <= limit && interval.high >= -limit;
    const bound = Math.log(POOLED_BOUND);
    const isOpen = reaches && (interval.low < -bound || interval.high > bound);
    return [
      {
        metric: id,
        pairs: pairs.length,
        estimate: Math.exp(interval.estimate),
        low: Math.exp(interval.low),
        high: Math.exp(interval.high),
        kept: reaches && !isOpen,
        ...(isOpen ? { open: true } : {}),
      },
    ];
  });
}
