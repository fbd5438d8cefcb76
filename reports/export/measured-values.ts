// The numbers of a run as every export takes them: one entry a proved cell and metric, the head's own.
import type { Measurement } from '../../harness/contract/numbers.ts';
import type { Cell, RunResult, ScenarioView } from '../../harness/contract/result.ts';

export interface MeasuredValue {
  readonly cell: Cell;
  readonly metric: ScenarioView['metrics'][number];
  readonly measurement: Measurement;
  /** Stable from run to run: the name under which other programs keep its history. */
  readonly name: string;
}

export function measuredValues({ cells, scenarios }: RunResult): MeasuredValue[] {
  const known = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  return cells
    .filter(({ side, proof }) => side === 'head' && proof !== null)
    .flatMap((cell) =>
      cell.measurements.flatMap((measurement) => {
        const metric = known.get(cell.scenario)?.metrics.find(({ id }) => id === measurement.metric);
        const name = `${cell.scenario} ${cell.set} ${cell.subject}`;
        return metric === undefined ? [] : [{ cell, metric, measurement, name }];
      }),
    );
}
