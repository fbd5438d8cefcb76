// What changed between two runs or two builds, cell by cell, what needs a look first.
import {
  formatDifference,
  formatDifferenceInterval,
  formatRatio,
  formatRatioInterval,
} from '../../../reports/html/format.ts';
import { CHANGE_WORDS } from '../../../reports/html/verdict-words.ts';
import type { Change, ScenarioView } from '../../contract/result.ts';
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';
import type { Column, Row } from './table.ts';
import { painted } from './verdict-table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'scenario', align: 'left', priority: 0 },
  { title: 'subject', align: 'left', priority: 0 },
  { title: 'metric', align: 'left', priority: 4 },
  { title: 'head / base', align: 'right', priority: 1 },
  { title: 'interval', align: 'left', priority: 3 },
  { title: '', align: 'left', priority: 0 },
  { title: 'why', align: 'left', priority: 5 },
];

export function changeTable(
  changes: readonly Change[],
  scenarios: readonly ScenarioView[],
  width: number | null,
  paint: Paint,
): string[] {
  const order = (change: Change): number => CHANGE_WORDS[change.verdict].rank + (change.primary ? 0 : 100);
  const rows = [...changes]
    .sort((a, b) => order(a) - order(b))
    .map((change) => rowOf(change, unitOf(change, scenarios)));
  return rows.length === 0 ? [] : renderTable(COLUMNS, rows, width, paint);
}

function rowOf(change: Change, unit: string): Row {
  const { scenario, set, subject, metric, verdict, reason } = change;
  const [estimate, interval] = estimateOf(change, unit);
  return [`${scenario} ${set}`, subject, metric, estimate, interval, painted(CHANGE_WORDS[verdict]), reason];
}

function estimateOf({ estimate, low, high, scale }: Change, unit: string): readonly [string, string] {
  if (estimate === null || low === null || high === null) return ['', ''];
  return scale === 'ratio'
    ? [formatRatio(estimate, low, high), formatRatioInterval(estimate, low, high)]
    : [formatDifference(estimate, low, high, unit), formatDifferenceInterval(estimate, low, high, unit)];
}

function unitOf(change: Change, scenarios: readonly ScenarioView[]): string {
  const scenario = scenarios.find(({ id }) => id === change.scenario);
  return scenario?.metrics.find(({ id }) => id === change.metric)?.unit ?? 'ns';
}
