// The script of the atlas: a filter over its rows, and rows that the address names are opened.

export {};

interface FoundRow {
  readonly element: HTMLElement;
  readonly text: string;
  readonly differs: boolean;
}
interface FoundScenario {
  readonly element: HTMLDetailsElement;
  readonly rows: readonly FoundRow[];
}

const input = document.querySelector<HTMLInputElement>('#find');
const differing = document.querySelector<HTMLInputElement>('#differing');
const found = document.querySelector<HTMLOutputElement>('#found');

/** Read once, at the first search: the page does not change. */
let read: readonly FoundScenario[] | null = null;

function scenarios(): readonly FoundScenario[] {
  read ??= [...document.querySelectorAll<HTMLDetailsElement>('details.scenario')].map((element) => {
    const about = `${element.id} ${element.querySelector('summary')?.textContent ?? ''}`.toLowerCase();
    return { element, rows: [...element.querySelectorAll<HTMLElement>('tbody tr')].map(rowOf) };

    function rowOf(row: HTMLElement): FoundRow {
      return {
        element: row,
        text: `${about} ${row.textContent ?? ''}`.toLowerCase(),
        differs: row.dataset['differs'] !== undefined,
      };
    }
  });
  return read;
}

/** Every word must stand somewhere in the row, or in the name of its scenario. */
function search(): void {
  const words = (input?.value ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const only = differing?.checked === true;
  let [shown, all] = [0, 0];
  for (const { element, rows } of scenarios()) {
    let here = 0;
    for (const row of rows) {
      const fits = (!only || row.differs) && words.every((word) => row.text.includes(word));
      row.element.hidden = !fits;
      here += fits ? 1 : 0;
    }
    element.hidden = here === 0;
    element.open = here > 0 && (words.length > 0 || only);
    shown += here;
    all += rows.length;
  }
  for (const family of document.querySelectorAll<HTMLElement>('section.family'))
    family.hidden = family.querySelector('details.scenario:not([hidden])') === null;
  if (found !== null) found.textContent = `${shown} of ${all} rows`;
}

/** The row or the scenario of the address is opened and brought into view. */
function showNamed(): void {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named === null) return;
  const around = named.closest<HTMLDetailsElement>('details.scenario');
  if (around === null) return;
  if (around.hidden || named.hidden) clear();
  around.open = true;
  named.scrollIntoView();
}

function clear(): void {
  if (input !== null) input.value = '';
  if (differing !== null) differing.checked = false;
  search();
}

document.querySelector('#finder')?.removeAttribute('hidden');
input?.addEventListener('input', search);
differing?.addEventListener('change', search);
addEventListener('hashchange', showNamed);
addEventListener('beforeprint', () => {
  for (const { element } of scenarios()) element.open = true;
});
showNamed();
document.documentElement.dataset['ready'] = '';
