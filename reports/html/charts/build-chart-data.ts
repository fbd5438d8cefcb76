// Builds the data block of the page from the run.
import type { ChartData, ChartSpec, HistorySpec } from './chart-data.ts';
import { curveCharts, sharedGrid } from './curve-specs.ts';
import { rateCharts, seriesCharts } from './block-specs.ts';
import { scalingCharts } from './scaling-specs.ts';
import { traceJson } from './trace-json.ts';
import { counterexamples } from '../tables/counterexamples.ts';
import type { VerdictRows } from '../tables/verdict-rows.ts';
import { leadsOf } from '../../words/leads.ts';
import type { ReportView } from '../../words/view.ts';

export function chartData(
  view: ReportView,
  { facts }: VerdictRows,
  history: readonly HistorySpec[],
  subjects: readonly string[],
): ChartData {
  const { result, blocks } = view;
  const grid = sharedGrid(blocks.flatMap(({ cells }) => cells));
  const leads = [...leadsOf(view).values()];
  return {
    run: result.run.id,
    subjects,
    scenarios: result.scenarios.map(({ id, title, family, rules, metrics }) => ({
      id,
      title,
      family,
      rules: rules.map((rule) => rule.id),
      units: Object.fromEntries(metrics.map((metric) => [metric.id, metric.unit])),
    })),
    grid,
    rows: facts,
    blocks: blocks.map((block) => ({
      scenario: result.scenarios.indexOf(block.scenario),
      set: block.set,
      charts: [
        ...curveCharts(block, view.subjects, grid, leads),
        ...seriesCharts(block, view.subjects),
        ...scalingCharts(block, view),
        // Beside percentiles, throughput answers no question of its own.
        ...(block.cells.some(({ curve }) => curve !== null) ? [] : rateCharts(block, view.subjects)),
      ] satisfies ChartSpec[],
    })),
    history,
    traces: counterexamples(result).map(({ name, finding }) => ({ name, json: traceJson(finding, name) })),
  };
}
