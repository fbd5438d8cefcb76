// What in the page stands for which row of the data, so that a filter can hide the rest.
import type { ChartData } from '../charts/chart-data.ts';
import { anchor } from '../html.ts';

export interface Shown {
  readonly show: (rows: readonly boolean[]) => void;
}

export function findShown(data: ChartData): Shown {
  const rows = [...document.querySelectorAll<HTMLElement>('tr[data-row]')].map((row) => ({
    row,
    index: Number(row.dataset['row']),
    kept: row.classList.contains('reference'),
  }));
  const bodies = [...new Set(rows.map(({ row }) => row.parentElement))].map((body) => ({
    body,
    own: rows.filter(({ row }) => row.parentElement === body).map(({ index }) => index),
  }));
  const scenarios = data.scenarios.map(({ id }, scenario) => ({
    parts: partsOf(id),
    own: data.rows.flatMap((row, index) => (row.scenario === scenario ? [index] : [])),
  }));
  return {
    show: (found) => {
      for (const { row, index, kept } of rows) setHidden(row, !kept && found[index] !== true);
      for (const { body, own } of bodies) setHidden(body, !own.some((index) => found[index] === true));
      for (const { parts, own } of scenarios) {
        const hidden = own.length > 0 && !own.some((index) => found[index] === true);
        for (const part of parts) setHidden(part, hidden);
      }
    },
  };
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
