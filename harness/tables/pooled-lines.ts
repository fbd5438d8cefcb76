// Rows that are pooled over machines, for a terminal.
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';

interface PooledRowText {
  readonly scenario: string;
  readonly set: string;
  readonly metric: string;
  readonly reference: string;
  readonly subject: string;
  readonly scale: 'ratio' | 'difference';
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly between: number | null;
}

export interface PooledText {
  readonly runs: readonly unknown[];
  readonly level: number;
  readonly rows: readonly PooledRowText[];
}

const COLUMNS = [
  { title: 'scenario', align: 'left', priority: 0 },
  { title: 'set', align: 'left', priority: 3 },
  { title: 'metric', align: 'left', priority: 1 },
  { title: 'subject', align: 'left', priority: 0 },
  { title: 'against', align: 'left', priority: 4 },
  { title: 'pooled', align: 'right', priority: 0 },
  { title: 'from', align: 'right', priority: 1 },
  { title: 'to', align: 'right', priority: 1 },
  { title: 'between machines', align: 'right', priority: 2 },
] as const;

export function pooledLines({ runs, rows, level }: PooledText, width: number | null, paint: Paint): string[] {
  return [
    ...renderTable(COLUMNS, rows.map(cellsOf), width, paint),
    '',
    `${runs.length} runs, each taken as one machine of many; ${(100 * level).toFixed(2)} % intervals.`,
  ];
}

const cellsOf = (row: PooledRowText): string[] => [
  row.scenario,
  row.set,
  row.metric,
  row.subject,
  row.reference,
  ...[row.estimate, row.low, row.high].map((value) => digits(value)),
  row.between === null
    ? ''
    : row.scale === 'ratio'
      ? `${(100 * row.between).toFixed(1)} %`
      : digits(row.between),
];

const digits = (value: number | null): string => (value === null ? '' : String(Number(value.toPrecision(4))));
