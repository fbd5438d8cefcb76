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
  const names = scenarios.flatMap(({ id, metrics }) => metrics.map((metric) => `${id}/${metric.id}`));
  const metrics = scenarios.flatMap((scenario) => scenario.metrics.map(({ id }) => id));
  const known = [...new Set([...metrics, ...names])];
  const unknown = Object.keys(thresholds).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  // A mistyped metric of a scenario is one of that scenario.
  const [scenario = ''] = unknown.split('/');
  const own = names.filter((name) => name.startsWith(`${scenario}/`));
  const near = nearest(unknown, own.length > 0 ? own : known);
  const form = 'Name a metric, or <scenario>/<metric>.';
  throw new FailureError(
    failure(
      'EL1012',
      `${config ?? 'The config'}: thresholds has ${JSON.stringify(unknown)}, ${lacking(unknown, scenarios)}.`,
      near === null ? form : `Did you mean "${near}"? ${form}`,
    ),
  );
}

function lacking(name: string, scenarios: readonly Measured[]): string {
  const [id = '', metric] = name.split('/');
  if (metric === undefined) return 'which is no metric of any scenario';
  const scenario = scenarios.find((each) => each.id === id);
  if (scenario === undefined) return `and there is no scenario ${id}`;
  return `and the metrics of ${id} are ${scenario.metrics.map((each) => each.id).join(', ')}`;
}
