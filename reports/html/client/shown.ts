// What in the page stands for which row of the data, so that a filter can hide the rest.
import type { ChartData, RowFacts } from '../charts/chart-data.ts';
import { lineStarts } from '../../query/lines.ts';
import { anchor } from '../html.ts';

export interface Shown {
  readonly show: (rows: readonly boolean[]) => void;
  /** In the order of the table. */
  readonly rows: () => readonly RowFacts[];
}

export function findShown(data: ChartData): Shown {
  const starts = lineStarts(data.rows);
  const ends = new Map(starts.map((start, index) => [start, index + 1]));
  const rows = [...document.querySelectorAll<HTMLElement>('tr[data-row]')].map((row) => {
    const start = Number(row.dataset['row']);
    return { row, own: range(start, ends.get(start) ?? start) };
  });
  const bodies = [...new Set(rows.map(({ row }) => row.parentElement))].map((body) => ({
    body,
    own: rows.flatMap(({ row, own }) => (row.parentElement === body ? own : [])),
  }));
  const blocks = gridLines(data);
  let latest: readonly boolean[] = data.rows.map(() => true);
  const scenarios = data.scenarios.map(({ id }, scenario) => ({
    parts: partsOf(id),
    own: data.rows.flatMap((row, index) => (row.scenario === scenario ? [index] : [])),
  }));
  return {
    show: (found) => {
      latest = found;
      const some = (own: readonly number[]): boolean => own.some((index) => found[index] === true);
      for (const { row, own } of rows) setHidden(row, !some(own));
      for (const { body, own } of bodies) setHidden(body, !some(own));
      for (const { line, own } of blocks) setHidden(line, own.length > 0 && !some(own));
      for (const { parts, own } of scenarios) {
        const hidden = own.length > 0 && !some(own);
        for (const part of parts) setHidden(part, hidden);
      }
    },
    rows: () =>
      [...document.querySelectorAll<HTMLElement>('tr[data-row]')].flatMap((row) => {
        const start = Number(row.dataset['row']);
        return range(start, ends.get(start) ?? start).flatMap((index) =>
          latest[index] === true ? (data.rows[index] ?? []) : [],
        );
      }),
  };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** The lines of the grids, with the rows of their blocks. */
function gridLines(
  data: ChartData,
): readonly { readonly line: HTMLElement; readonly own: readonly number[] }[] {
  const places = new Map<string, number[]>();
  for (const [index, { scenario, set }] of data.rows.entries()) {
    const key = JSON.stringify([scenario, set]);
    places.set(key, [...(places.get(key) ?? []), index]);
  }
  return [...document.querySelectorAll<HTMLElement>('tr[data-grid]')].map((line) => {
    const block = data.blocks[Number(line.dataset['grid'])];
    return { line, own: places.get(JSON.stringify([block?.scenario, block?.set])) ?? [] };
  });
}

/** The article of a scenario, and its lines in the conformance matrix. */
function partsOf(scenario: string): readonly HTMLElement[] {
  const id = anchor('scenario', scenario);
  const article = document.getElementById(id);
  const lines = matrixLines().get(`#${id}`) ?? [];
  return article === null ? lines : [article, ...lines];
}

let known: ReadonlyMap<string, readonly HTMLElement[]> | null = null;

function matrixLines(): ReadonlyMap<string, readonly HTMLElement[]> {
  if (known !== null) return known;
  const lines = new Map<string, HTMLElement[]>();
  for (const line of document.querySelectorAll<HTMLElement>('#conformance .matrix tbody tr')) {
    const href = line.querySelector('th a')?.getAttribute('href') ?? '';
    lines.set(href, [...(lines.get(href) ?? []), line]);
  }
  known = lines;
  return lines;
}

function setHidden(part: HTMLElement | null, hidden: boolean): void {
  if (part !== null && part.hidden !== hidden) part.hidden = hidden;
}
