// The numbers of a run as every export takes them: one entry a proved cell and metric, the head's own.
import type { Measurement } from '../../harness/contract/numbers.ts';
import type { Cell, RunResult, ScenarioView } from '../../harness/contract/result.ts';

export interface MeasuredValue {
  readonly cell: Cell;
  readonly scenario: ScenarioView;
  readonly metric: ScenarioView['metrics'][number];
  readonly measurement: Measurement;
  /** Stable from run to run and unique in a run: the name under which other programs keep the history of the cell. */
  readonly name: string;
}

export function measuredValues({ cells, scenarios }: RunResult): MeasuredValue[] {
  const known = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  return cells
    .filter(({ side, proof }) => side === 'head' && proof !== null)
    .flatMap((cell) =>
      cell.measurements.flatMap((measurement) => {
        const scenario = known.get(cell.scenario);
        const metric = scenario?.metrics.find(({ id }) => id === measurement.metric);
        const name = oneLine(`${cell.scenario} ${cell.set} ${cell.subject}`);
        return scenario === undefined || metric === undefined
          ? []
          : [{ cell, scenario, metric, measurement, name }];
      }),
    );
}

/** For consumers that divide values by one another: a metric that may be near or below zero has no ratio. */
export function ratioValues(result: RunResult): MeasuredValue[] {
  return measuredValues(result).filter(({ metric }) => metric.scale === 'ratio');
}

/** The values of the invocations, without the gaps. */
export function invocationValues({ measurement }: MeasuredValue): number[] {
  return measurement.repetitions.flatMap((value) => (value === null ? [] : [value]));
}

/** Without what ends a line, steers a terminal or is no character: programs refuse a file for it, or end when they print it. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
}
