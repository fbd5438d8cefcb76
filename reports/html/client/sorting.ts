// Sorting by a column: a button in each heading, a list where the headings have no room, the order in the address.
import type { ChartData, RowFacts } from '../charts/chart-data.ts';
import type { PageState, Sort } from '../../query/hash-state.ts';
import { CHANGE_WORDS, COMPARISON_WORDS, CONFORMANCE_WORDS } from '../../words/verdict-words.ts';
import { element } from './element.ts';
import type { Store } from './store.ts';

const WORDS = { ...CONFORMANCE_WORDS, ...CHANGE_WORDS, ...COMPARISON_WORDS };

interface Column {
  /** How the heading begins. */
  readonly heading: string;
  readonly valueOf: (row: RowFacts, data: ChartData) => number | string | null;
  /** Whether whole scenarios are ordered by it, or only the rows within each. */
  readonly across: boolean;
}
const COLUMNS: Readonly<Record<string, Column>> = {
  subject: { heading: 'subject', valueOf: (row, data) => data.subjects[row.subject] ?? '', across: false },
  verdict: { heading: 'verdict', valueOf: (row) => WORDS[row.verdict].rank, across: true },
  effect: { heading: 'against', valueOf: (row) => row.estimate, across: true },
  value: { heading: 'value', valueOf: (row) => row.value, across: false },
  pairs: { heading: 'pairs', valueOf: (row) => row.pairs, across: true },
};

/** A line of the table: of a subject, with its first metric, or a head. */
interface Unit {
  readonly line: HTMLElement;
  readonly facts: RowFacts | undefined;
}
interface Body {
  readonly body: HTMLElement;
  readonly units: readonly Unit[];
}

export function addSorting(data: ChartData, store: Store): void {
  const rows = [...document.querySelectorAll('tr[data-row]')];
  const tables = [...new Set(rows.flatMap((row) => row.closest('table') ?? []))].map((table) => ({
    table,
    bodies: [...table.tBodies].map((body) => bodyOf(body, data)),
    heads: headsOf(table, store),
  }));
  if (tables.length === 0) return;
  const choice = addChoice(store);
  const apply = ({ sort }: PageState): void => {
    const column = sort === null || !Object.hasOwn(COLUMNS, sort.column) ? undefined : COLUMNS[sort.column];
    for (const { table, bodies, heads } of tables) {
      for (const [name, head] of heads) showOrder(head, sort?.column === name ? sort : null);
      const ordered =
        column === undefined || sort === null ? bodies : orderedBodies(bodies, column, sort, data);
      for (const { body, units } of ordered) {
        body.append(...units.map(({ line }) => line));
        table.append(body);
      }
    }
    choice.value = column === undefined || sort === null ? '' : `${sort.descending ? '!' : ''}${sort.column}`;
  };
  store.watch((now, before) => {
    if (now.sort !== before.sort) apply(now);
  });
  if (store.state().sort !== null) apply(store.state());
}

function bodyOf(body: HTMLElement, data: ChartData): Body {
  const units = [...body.querySelectorAll('tr')].map((line) => ({
    line,
    facts: data.rows[Number(line.dataset['row'] ?? -1)],
  }));
  return { body, units };
}

/** Three presses: upwards, downwards, as it was. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

function headsOf(table: HTMLTableElement, store: Store): readonly (readonly [string, HTMLElement])[] {
  return [...(table.tHead?.querySelectorAll('th') ?? [])].flatMap((head) => {
    const text = head.textContent.trim().toLowerCase();
    const name = Object.keys(COLUMNS).find((key) => text.startsWith(COLUMNS[key]?.heading ?? ' '));
    if (name === undefined) return [];
    const press = element('button', { type: 'button', class: 'sort' }, ...head.childNodes);
    press.addEventListener('click', () => {
      store.change({ sort: nextSort(store.state().sort, name) }, 'step');
    });
    head.append(press);
    return [[name, head] as const];
  });
}

export function showOrder(head: HTMLElement, sort: Sort | null): void {
  if (sort === null) head.removeAttribute('aria-sort');
  else head.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
}

/** On narrow screens the headings are gone. */
function addChoice(store: Store): HTMLSelectElement {
  const choice = element('select', { id: 'sort' }, element('option', { value: '' }, 'importance'));
  for (const name of Object.keys(COLUMNS))
    choice.append(
      element('option', { value: name }, `${name}, upwards`),
      element('option', { value: `!${name}` }, `${name}, downwards`),
    );
  choice.addEventListener('change', () => {
    const { value } = choice;
    const descending = value.startsWith('!');
    store.change({ sort: value === '' ? null : { column: value.replace('!', ''), descending } }, 'step');
  });
  const line = element('p', { class: 'order' }, element('label', { for: 'sort' }, 'Sort by'), ' ', choice);
  document.querySelector('form.filter .line')?.after(line);
  return choice;
}

/** Subjects within each body; then bodies by their first subject, those compared by ratio before the others. */
function orderedBodies(
  bodies: readonly Body[],
  column: Column,
  sort: Sort,
  data: ChartData,
): readonly Body[] {
  const turn = sort.descending ? -1 : 1;
  const valueOf = (facts: RowFacts | undefined) => (facts === undefined ? null : column.valueOf(facts, data));
  const sorted = bodies.map(({ body, units }) => ({
    body,
    units: units.toSorted(
      (a, b) =>
        Number(a.facts !== undefined) - Number(b.facts !== undefined) ||
        compared(valueOf(a.facts), valueOf(b.facts), turn),
    ),
  }));
  if (!column.across) return sorted;
  const leadOf = ({ units }: Body) => units.find(({ facts }) => facts !== undefined)?.facts;
  const differs = (body: Body) => Number(leadOf(body)?.scale === 'difference');
  return sorted.toSorted(
    (a, b) => differs(a) - differs(b) || compared(valueOf(leadOf(a)), valueOf(leadOf(b)), turn),
  );
}

/** What has no value stands last, whichever way. */
export function compared(a: number | string | null, b: number | string | null, turn: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a === b ? 0 : a < b ? -turn : turn;
}
