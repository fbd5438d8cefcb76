// The runs of a store in the terminal: a line a run, or the numbers of one.
import type { ArchivedMachine, ArchivedRow, ArchivedRun, ArchivedSuite } from '../contract/archived-run.ts';
import { visibleText } from '../contract/visible-text.ts';
import { formatDifference, formatRatio, formatValue, scaleFor } from '../../reports/words/format.ts';
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';
import type { Column, Row } from './table.ts';

interface ShownRun {
  readonly run: ArchivedRun;
  readonly suite: ArchivedSuite;
  readonly machine: ArchivedMachine | null;
}

const RUN_COLUMNS: readonly Column[] = [
  { title: 'run', align: 'left', priority: 0 },
  { title: 'begun', align: 'left', priority: 1 },
  { title: 'by', align: 'left', priority: 2 },
  { title: 'commit', align: 'left', priority: 1 },
  { title: 'profile', align: 'left', priority: 3 },
  { title: 'numbers', align: 'right', priority: 2 },
  { title: 'whole', align: 'left', priority: 1 },
  { title: 'machine', align: 'left', priority: 4 },
];

export function archiveLines(runs: readonly ShownRun[], width: number | null, paint: Paint): string[] {
  const rows = runs.map(
    ({ run, machine }): Row => [
      run.id,
      run.startedAt.slice(0, 16).replace('T', ' '),
      run.tool.name,
      run.commit?.slice(0, 12) ?? '',
      run.profile ?? '',
      String(run.value.filter((value) => value !== null).length),
      run.whole === null ? '' : run.whole ? 'yes' : 'no',
      machine?.cpuModel ?? '',
    ],
  );
  return renderTable(RUN_COLUMNS, rows, width, paint);
}

const VALUE_COLUMNS: readonly Column[] = [
  { title: '', align: 'left', priority: 0 },
  { title: 'metric', align: 'left', priority: 0 },
  { title: 'value', align: 'right', priority: 0 },
  { title: 'to the reference', align: 'right', priority: 1 },
  { title: 'values', align: 'right', priority: 2 },
];

export function archivedRunLines({ run, suite }: ShownRun, width: number | null, paint: Paint): string[] {
  const facts = [
    `${run.id}: ${run.startedAt}, ${run.tool.name} ${run.tool.version ?? ''}`.trim(),
    `commit ${run.commit ?? 'unknown'}, ${run.coverage}`,
    ...run.runtimes.map(({ title, version }) => `${title} ${version}`),
    ...(run.unsaid ?? []).map((sentence) => `the file does not say: ${sentence}`),
  ];
  const rows = suite.rows.map((row, i): Row => {
    const name = [row.benchmark, row.set, row.subject].filter((part) => part !== '').join(' ');
    const [value, unit] = [run.value[i] ?? null, row.unit ?? ''];
    return [
      name,
      row.metric,
      value === null ? '' : formatValue(value, unit, null, scaleFor(unit, [value])),
      againstReference(run, row, i),
      String(run.count?.[i] ?? ''),
    ];
  });
  return [...facts.map(visibleText), ...renderTable(VALUE_COLUMNS, rows, width, paint)];
}

function againstReference(run: ArchivedRun, { scale, unit }: ArchivedRow, i: number): string {
  const estimate = run.estimate?.[i] ?? null;
  if (estimate === null) return '';
  const [low, high] = [run.estimateLow?.[i] ?? estimate, run.estimateHigh?.[i] ?? estimate];
  return scale === 'ratio'
    ? formatRatio(estimate, low, high)
    : formatDifference(estimate, low, high, unit ?? '');
}
