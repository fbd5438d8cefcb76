// The smallest effects of interest that a project sets in place of those of the scenarios. Pure.
import { FailureError, failure } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';

interface Measured {
  readonly id: string;
  readonly metrics: readonly { readonly id: string; readonly minimumEffect: number }[];
}

/** By metric (`cpu`) or by metric of one scenario (`timers.mass/cpu`), which wins. What names none of these has no effect. */
export function withThresholds<Kind extends Measured>(
  scenarios: readonly Kind[],
  thresholds: Readonly<Record<string, number>>,
): readonly Kind[] {
  if (Object.keys(thresholds).length === 0) return scenarios;
  return scenarios.map((scenario) => ({
    ...scenario,
    metrics: scenario.metrics.map((metric) => ({
      ...metric,
      minimumEffect:
        thresholds[`${scenario.id}/${metric.id}`] ?? thresholds[metric.id] ?? metric.minimumEffect,
    })),
  }));
}

/** A stored run, to be judged by the thresholds of this project in place of those with which it was made. */
export function judgedBy<Run extends { readonly scenarios: readonly Measured[] }>(
  run: Run,
  thresholds: Readonly<Record<string, number>>,
): Run {
  return { ...run, scenarios: withThresholds(run.scenarios, thresholds) };
}

/** Throws a `FailureError` where a threshold is for no metric of these scenarios. */
export function refuseUnknownThresholds(
  scenarios: readonly Measured[],
  thresholds: Readonly<Record<string, number>>,
  config: string | null,
): void {
  const names = new Set(
    scenarios.flatMap(({ id, metrics }) => metrics.flatMap((metric) => [metric.id, `${id}/${metric.id}`])),
  );
  const unknown = Object.keys(thresholds).find((name) => !names.has(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, [...names]);
  throw new FailureError(
    failure(
      'EL1012',
      `${config ?? 'The config'}: thresholds has ${JSON.stringify(unknown)}, which is no metric of any scenario.`,
      near === null ? 'Name a metric, or <scenario>/<metric>.' : `Did you mean "${near}"?`,
    ),
  );
}
