// The part of a run that is exported: some scenarios, some metrics.
import type { ExportSelection } from '../../harness/contract/export-formats.ts';
import { failure } from '../../harness/contract/failure.ts';
import type { Result } from '../../harness/contract/failure.ts';
import type { RunResult } from '../../harness/contract/result.ts';

/** EL1004 where a pattern matches nothing in the run: an empty file would look like a run without numbers. */
export function selectRun(result: RunResult, { scenarios, metrics }: ExportSelection): Result<RunResult> {
  const ids = result.scenarios.map(({ id }) => id);
  const wanted = new Set<string>();
  for (const pattern of scenarios) {
    const found = ids.filter((id) => matches(id, pattern));
    if (found.length === 0) return nothing('scenario', pattern, ids);
    for (const id of found) wanted.add(id);
  }
  const some = scenarios.length === 0 ? result : ofScenarios(result, wanted);
  if (metrics.length === 0) return { ok: true, value: some };
  const known = [...new Set(some.scenarios.flatMap((scenario) => scenario.metrics.map(({ id }) => id)))];
  const unknown = metrics.find((metric) => !known.includes(metric));
  return unknown === undefined
    ? { ok: true, value: ofMetrics(some, new Set(metrics)) }
    : nothing('metric', unknown, known);
}

/** Its id, its family, or a glob of its id. */
function matches(id: string, pattern: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*');
  return id.split('.')[0] === pattern || new RegExp(`^${source}$`).test(id);
}

function ofScenarios(result: RunResult, wanted: ReadonlySet<string>): RunResult {
  const isWanted = ({ scenario }: { readonly scenario: string }): boolean => wanted.has(scenario);
  return {
    ...result,
    scenarios: result.scenarios.filter(({ id }) => wanted.has(id)),
    cells: result.cells.filter(isWanted),
    comparisons: result.comparisons.filter(isWanted),
    changes: result.changes.filter(isWanted),
  };
}

function ofMetrics(result: RunResult, wanted: ReadonlySet<string>): RunResult {
  const isWanted = ({ metric }: { readonly metric: string }): boolean => wanted.has(metric);
  const asPrimary = <Row extends { readonly metric: string }>(rows: readonly Row[]) =>
    rows.filter(isWanted).map((row) => Object.assign({}, row, { primary: true }));
  const scenarios = result.scenarios.map((scenario) => ({
    ...scenario,
    metrics: scenario.metrics
      .filter(({ id }) => wanted.has(id))
      .map((metric) => Object.assign({}, metric, { primary: true })),
  }));
  const having = new Set(scenarios.filter(({ metrics }) => metrics.length > 0).map(({ id }) => id));
  return {
    ...ofScenarios(result, having),
    scenarios: scenarios.filter(({ id }) => having.has(id)),
    cells: result.cells
      .filter(({ scenario }) => having.has(scenario))
      .map((cell) => Object.assign({}, cell, { measurements: cell.measurements.filter(isWanted) })),
    comparisons: asPrimary(result.comparisons),
    changes: asPrimary(result.changes),
  };
}

function nothing(what: 'scenario' | 'metric', name: string, known: readonly string[]): Result<RunResult> {
  const cause = `No ${what} of the run matches ${JSON.stringify(name)}.`;
  const next = `Name one that the run has: ${known.join(', ')}.`;
  return { ok: false, failure: failure('EL1004', cause, next) };
}
