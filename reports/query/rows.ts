// The rows that a query is asked of, from the facts of the page.
import type { ChartData, RowFacts } from '../html/charts/chart-data.ts';
import type { QueryRow } from './tree.ts';
import type { Flag, NumberName } from './vocabulary.ts';

export function queryRows(data: Pick<ChartData, 'rows' | 'scenarios' | 'subjects'>): readonly QueryRow[] {
  return data.rows.map((row) => {
    const scenario = data.scenarios[row.scenario];
    return {
      group: `${row.scenario} ${row.set}`,
      fields: {
        verdict: [row.verdict],
        status: [row.cell],
        subject: [data.subjects[row.subject] ?? ''],
        scenario: scenario === undefined ? [] : [scenario.id, scenario.title],
        family: scenario === undefined ? [] : [scenario.family],
        set: [row.set],
        metric: [row.metric],
        sampling: row.sampling === null ? [] : [row.sampling],
        rule: scenario?.rules ?? [],
      },
      flags: flagsOf(row),
      numbers: numbersOf(row),
    };
  });
}

const DIFFERENT: ReadonlySet<string> = new Set(['divergent', 'known-divergence', 'stale-divergence']);

function flagsOf(row: RowFacts): Flag[] {
  const held: readonly (readonly [Flag, boolean])[] = [
    ['different', DIFFERENT.has(row.cell)],
    ['flaky', row.flaky],
    ['bimodal', row.bimodal],
    ['comparable', row.estimate !== null],
  ];
  return held.flatMap(([flag, holds]) => (holds ? [flag] : []));
}

function numbersOf(row: RowFacts): Partial<Record<NumberName, number>> {
  const { estimate, low, high, value, pairs } = row;
  const all = { [row.scale]: estimate, low, high, value, pairs };
  return Object.fromEntries(Object.entries(all).filter(([, number]) => number !== null));
}
