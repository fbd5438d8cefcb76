// The changes between two runs or two builds, cell by cell, the most important first.
import { formatSmallestSeen } from '../../reports/words/format.ts';
import { CHANGE_WORDS } from '../../reports/words/verdict-words.ts';
import type { Change, ScenarioView } from '../contract/result.ts';
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';
import type { Column, Row } from './table.ts';
import { effectCells, isOpenThough, painted } from './verdict-table.ts';

const COLUMNS: readonly Column[] = [
  { title: '', align: 'left', priority: 0 },
  { title: 'head to base', align: 'right', priority: 1 },
  { title: 'interval', align: 'left', priority: 2 },
  { title: '', align: 'left', priority: 0 },
  { title: 'smallest', align: 'right', priority: 1 },
  { title: 'why', align: 'left', priority: 3 },
];
const WHY = COLUMNS.length - 1;

/** `width` null: `--wide`, and with it the metrics that give no verdict of their own. */
export function changeTable(
  changes: readonly Change[],
  scenarios: readonly ScenarioView[],
  width: number | null,
  paint: Paint,
): string[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    if (width !== null && !change.primary) continue;
    const heading = `${change.scenario} ${change.set} · ${metricOf(change, scenarios)?.title ?? change.metric}`;
    groups.set(heading, [...(groups.get(heading) ?? []), change]);
  }
  const rows = [...groups]
    .sort(([, a], [, b]) => Math.min(...a.map(rankOf)) - Math.min(...b.map(rankOf)))
    .flatMap(([heading, members]) => groupRows(heading, members, scenarios));
  return rows.length === 0 ? [] : renderTable(COLUMNS, rows, width, paint);
}

function rankOf({ verdict, primary }: Change): number {
  return CHANGE_WORDS[verdict].rank + (primary ? 0 : 100);
}

function groupRows(heading: string, members: readonly Change[], scenarios: readonly ScenarioView[]): Row[] {
  const rows = [...members]
    .sort((a, b) => rankOf(a) - rankOf(b))
    .map((change) => rowOf(change, metricOf(change, scenarios)?.unit ?? 'ns'));
  return [{ heading }, ...rows];
}

function rowOf(change: Change, unit: string): Row {
  const { subject, verdict, scale, detectable, reason } = change;
  const smallest = formatSmallestSeen(detectable ?? null, { scale, unit });
  const word = painted(CHANGE_WORDS[verdict]);
  const cells = [`  ${subject}`, ...effectCells(change, unit), word, smallest, reason];
  return isOpenThough(change) ? { cells, telling: WHY } : cells;
}

function metricOf(
  change: Change,
  scenarios: readonly ScenarioView[],
): ScenarioView['metrics'][number] | undefined {
  const scenario = scenarios.find(({ id }) => id === change.scenario);
  return scenario?.metrics.find(({ id }) => id === change.metric);
}
