// The filter: what the reader asks decides which rows, scenarios and lines of the matrix are shown.
import type { ChartData } from '../charts/chart-data.ts';
import { LONGEST_QUERY, parseQuery } from '../../query/parse.ts';
import { matching } from '../../query/matching.ts';
import { countLines, lineStarts } from '../../query/lines.ts';
import { queryRows } from '../../query/rows.ts';
import type { Query, QueryError } from '../../query/tree.ts';
import { formatCount } from '../../words/format.ts';
import { button, element } from './element.ts';
import { queryHelp } from './query-help.ts';
import { presetLinks } from './presets.ts';
import type { Shown } from './shown.ts';
import type { Store } from './store.ts';

const ALL: Query = { kind: 'all' };

export function addFilter(data: ChartData, store: Store, shown: Shown): void {
  const place = document.querySelector('tr[data-row]')?.closest('section')?.querySelector('.scroll');
  if (place === null || place === undefined) return;
  const rows = queryRows(data);
  const starts = lineStarts(data.rows);
  const { form, input, count, fault, clear } = filterForm();
  place.before(form);
  form.append(presetLinks(data, rows, store), queryHelp());

  const show = (): void => {
    const { q } = store.state();
    if (input.value !== q) input.value = q;
    const parsed = parseQuery(q);
    // A query with a mistake in it leaves everything in sight.
    const found = matching(parsed.kind === 'query' ? parsed.query : ALL, rows);
    shown.show(found);
    count.textContent = countText(countLines(found, starts), new Set(starts).size);
    clear.hidden = q === '';
    showFault(input, fault, parsed.kind === 'error' ? parsed.error : null, store);
  };
  listen(input, store);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  clear.addEventListener('click', () => {
    store.change({ q: '' }, 'step');
    input.focus();
  });
  store.watch((now, before) => {
    if (now.q !== before.q) show();
  });
  show();
}

/** One visit of the field is one step for the back button, however many letters were typed. */
function listen(input: HTMLInputElement, store: Store): void {
  let fresh = true;
  input.addEventListener('focus', () => {
    fresh = true;
  });
  input.addEventListener('input', () => {
    store.change({ q: input.value }, fresh ? 'step' : 'same');
    fresh = false;
  });
}

interface Form {
  readonly form: HTMLFormElement;
  readonly input: HTMLInputElement;
  readonly count: HTMLElement;
  readonly fault: HTMLElement;
  readonly clear: HTMLButtonElement;
}

function filterForm(): Form {
  const input = element('input', {
    type: 'search',
    id: 'filter',
    maxlength: String(LONGEST_QUERY),
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    placeholder: 'verdict:slower ratio>1.2',
    'aria-describedby': 'filter-count filter-fault',
  });
  const count = element('p', { class: 'count', id: 'filter-count', role: 'status' });
  const fault = element('p', { class: 'fault', id: 'filter-fault', role: 'status' });
  const clear = button('Clear', () => undefined);
  const label = element('label', { for: 'filter' }, 'Filter');
  const line = element('div', { class: 'line' }, label, input, clear, count);
  const form = element(
    'form',
    { class: 'filter', role: 'search', 'aria-label': 'Filter the verdicts' },
    line,
    fault,
  );
  return { form, input, count, fault, clear };
}

function countText(count: number, all: number): string {
  if (count === all) return `${formatCount(count)} rows`;
  return count === 0 ? 'No row matches.' : `${formatCount(count)} of ${formatCount(all)} rows`;
}

/** The query with the mistake marked in it, what is wrong, and the name that was probably meant. */
function showFault(
  input: HTMLInputElement,
  place: HTMLElement,
  error: QueryError | null,
  store: Store,
): void {
  input.toggleAttribute('aria-invalid', error !== null);
  if (error !== null) input.setAttribute('aria-invalid', 'true');
  if (error === null) {
    place.replaceChildren();
    return;
  }
  const { at, length, text, hint } = error;
  const q = input.value;
  const end = at + length;
  const marked = element('mark', {}, length === 0 ? '\u2038' : q.slice(at, end));
  place.replaceChildren(element('code', {}, q.slice(0, at), marked, q.slice(end)), ` ${text} `);
  if (hint === null) return;
  const better = q.slice(0, at) + hint + q.slice(end);
  place.append('Did you mean ', element('a', { href: store.link({ q: better }) }, hint), '?');
}
