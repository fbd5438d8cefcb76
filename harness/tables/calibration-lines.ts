// Beneath the verdicts: whether this run found a difference between two copies of the reference, and what the machine did not allow.
import { formatCount, formatRatio, formatRatioInterval } from '../../reports/words/format.ts';
import type { RunResult } from '../contract/result.ts';
import type { Paint } from './colour.ts';
import { wrapped } from './wrap.ts';

/** Empty where the run has no A/A check. `width` null: `--wide`. */
export function calibrationLines({ calibration }: RunResult, width: number | null, paint: Paint): string[] {
  if (calibration === undefined) return [];
  const { aaChecks, pooled, conditions } = calibration;
  const parts = pooled.map(({ metric, estimate, low, high, kept, open = false }) => {
    const name = pooled.length === 1 ? '' : `${metric} `;
    const text = `${formatRatio(estimate, low, high).slice(0, -1)} ${formatRatioInterval(estimate, low, high)}`;
    return `pooled ${name}${text}: ${kept ? 'passed' : open ? 'could not tell' : 'FAILED'}`;
  });
  const count = `${formatCount(aaChecks.length)} comparison${aaChecks.length === 1 ? '' : 's'}`;
  const aaCheck = `A/A check: ${[count, ...parts].join(', ')}`;
  const broken = conditions.filter(({ kept }) => !kept);
  return [
    ...(aaChecks.length === 0
      ? []
      : wrapped(aaCheck, width).map((line) =>
          paint(pooled.every(({ kept }) => kept) ? 'dim' : 'yellow', line),
        )),
    ...broken.flatMap(({ name, text }) =>
      wrapped(`condition not met: ${name}: ${text}`, width).map((line) => paint('yellow', line)),
    ),
  ];
}
