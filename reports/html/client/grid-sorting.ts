// Sorting the grids of the answer: a button in the heading of each subject, the order in the address.
import type { ChartData, RowFacts } from '../charts/chart-data.ts';
import type { PageState } from '../../query/hash-state.ts';
import { element } from './element.ts';
import { compared, nextSort, showOrder } from './sorting.ts';
import type { Store } from './store.ts';

/** Columns of the other tables have names without it. */
const MARK = '@';

export function addGridSorting(data: ChartData, store: Store): void {
  const table = document.getElementById('grid-all');
  const body = table?.querySelector('tbody');
  if (!(table instanceof HTMLTableElement) || body === null || body === undefined) return;
  const rows = [...body.rows].map((row) => ({ row, block: data.blocks[Number(row.dataset['grid'])] }));
  const heads = [...table.querySelectorAll<HTMLElement>('th[data-subject]')].map((head) => {
    const name = `${MARK}${head.dataset['subject'] ?? ''}`;
    const press = element('button', { type: 'button', class: 'sort' }, ...head.childNodes);
    press.addEventListener('click', () => store.change({ sort: nextSort(store.state().sort, name) }, 'step'));
    head.append(press);
    return { head, name };
  });
  const apply = ({ sort }: PageState): void => {
    const asked = heads.find(({ name }) => name === sort?.column);
    for (const { head } of heads) showOrder(head, head === asked?.head ? sort : null);
    const subject = data.subjects.indexOf(asked?.name.slice(MARK.length) ?? '');
    const turn = sort?.descending === true ? -1 : 1;
    const factsOf = ({ block }: (typeof rows)[number]): RowFacts | undefined =>
      data.rows.find(
        (row) => row.subject === subject && row.scenario === block?.scenario && row.set === block.set,
      );
    const keys = rows.map((row) => ({ row: row.row, facts: factsOf(row) }));
    const ordered =
      asked === undefined
        ? keys
        : keys.toSorted(
            (a, b) =>
              Number(a.facts?.scale === 'difference') - Number(b.facts?.scale === 'difference') ||
              compared(a.facts?.estimate ?? null, b.facts?.estimate ?? null, turn),
          );
    body.append(...ordered.map(({ row }) => row));
  };
  store.watch((now, before) => {
    if (now.sort !== before.sort) apply(now);
  });
  if (store.state().sort !== null) apply(store.state());
}
