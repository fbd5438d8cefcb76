// What the page gives away as files: tables, drawings, the data of a section, the trace of a counterexample. All made here.
import type { ChartData, RowFacts } from '../charts/chart-data.ts';
import { csv } from '../../words/csv.ts';
import { fileName } from '../../query/file-name.ts';
import { button, element } from './element.ts';
import { forestFile } from './forest-file.ts';
import { save } from './save.ts';
import type { Shown } from './shown.ts';

export function addDownloads(data: ChartData, table: Shown): void {
  addToVerdicts(data, table);
  for (const index of data.blocks.keys()) {
    const place = document.querySelector<HTMLElement>(`.charts[data-block="${index}"]`);
    if (place !== null) addToBlock(place, data);
  }
  for (const place of document.querySelectorAll<HTMLElement>('.charts[data-history]'))
    addToHistory(place, data);
  for (const figure of document.querySelectorAll<HTMLElement>('[data-trace]')) addToTrace(figure, data);
}

/** Of the rows that the filter leaves, in the order of the table. */
function addToVerdicts(data: ChartData, table: Shown): void {
  const first = document.querySelector('tr[data-row]')?.closest('.scroll');
  if (first === null || first === undefined) return;
  first.after(
    bar('What is shown', [
      ['CSV', () => save(fileName('csv', data.run, 'verdicts'), rowTable(data, table.rows()), 'text/csv')],
      [
        'SVG',
        () => {
          const drawing = forestFile(data, table.rows());
          if (drawing !== null) save(fileName('svg', data.run, 'verdicts'), drawing, 'image/svg+xml');
        },
      ],
    ]),
  );
}

function addToBlock(place: HTMLElement, data: ChartData): void {
  const block = data.blocks[Number(place.dataset['block'])];
  if (block === undefined) return;
  const scenario = data.scenarios[block.scenario];
  const rows = data.rows.filter((row) => row.scenario === block.scenario);
  const { set } = block;
  const name = (extension: string): string => fileName(extension, data.run, scenario?.id ?? '', set);
  place.after(
    bar(`Data of ${scenario?.title ?? ''}`, [
      ['CSV', () => save(name('csv'), rowTable(data, rows), 'text/csv')],
      [
        'JSON',
        () => {
          const named = rows.map((row) =>
            Object.assign({}, row, {
              scenario: scenario?.id,
              subject: data.subjects[row.subject],
              reference: row.reference === null ? null : data.subjects[row.reference],
              unit: scenario?.units[row.metric],
            }),
          );
          const content = {
            run: data.run,
            scenario,
            subjects: data.subjects,
            grid: data.grid,
            rows: named,
            charts: block.charts,
          };
          save(name('json'), `${JSON.stringify(content, null, 2)}\n`, 'application/json');
        },
      ],
    ]),
  );
}

function addToHistory(place: HTMLElement, data: ChartData): void {
  const spec = data.history[Number(place.dataset['history'])];
  if (spec === undefined) return;
  const lines = spec.lines.flatMap(({ subject, points, changes }) =>
    points.map(({ at, value }) => [
      spec.runs[at]?.id ?? '',
      spec.runs[at]?.startedAt ?? '',
      spec.runs[at]?.commit ?? null,
      data.subjects[subject] ?? '',
      value,
      changes.find((change) => change.at === at)?.number ?? null,
    ]),
  );
  const headings = ['run', 'started_at', 'commit', 'subject', `value_${spec.unit}`, 'change'];
  const write = (): void => save(fileName('csv', 'history', spec.id), csv(headings, lines), 'text/csv');
  place.after(bar(`History of ${spec.metric}`, [['CSV', write]]));
}

/** Nothing is sent anywhere: the reader opens the file in the viewer. */
function addToTrace(figure: HTMLElement, data: ChartData): void {
  const trace = data.traces[Number(figure.dataset['trace'])];
  if (trace === undefined) return;
  const write = (): void =>
    save(fileName('json', 'trace', data.run, trace.name), trace.json, 'application/json');
  const line = bar('Trace', [['Trace for Perfetto', write]]);
  line.append(' Open the file at ', element('code', {}, 'ui.perfetto.dev'), '; this page sends nothing.');
  figure.append(line);
}

function rowTable(data: ChartData, rows: readonly RowFacts[]): string {
  const headings = [
    'run',
    'scenario',
    'set',
    'metric',
    'subject',
    'verdict',
    'meaning',
    'scale',
    'estimate_unit',
    'estimate',
    'low',
    'high',
    'level',
    'unit',
    'value',
    'reference',
    'pairs',
  ];
  return csv(
    headings,
    rows.map((row) => [
      data.run,
      data.scenarios[row.scenario]?.id ?? '',
      row.set,
      row.metric,
      data.subjects[row.subject] ?? '',
      row.verdict,
      row.cell,
      row.scale,
      row.scale === 'ratio' ? 'ratio' : (data.scenarios[row.scenario]?.units[row.metric] ?? ''),
      row.estimate,
      row.low,
      row.high,
      row.level,
      data.scenarios[row.scenario]?.units[row.metric] ?? '',
      row.value,
      row.reference === null ? null : (data.subjects[row.reference] ?? ''),
      row.pairs,
    ]),
  );
}

function bar(about: string, files: readonly (readonly [string, () => void])[]): HTMLElement {
  const line = element('p', { class: 'downloads' });
  for (const [label, write] of files) {
    const press = button(label, write);
    press.setAttribute('aria-label', `${label}: ${about}`);
    line.append(press, ' ');
  }
  return line;
}
