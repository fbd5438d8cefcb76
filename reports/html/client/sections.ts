// Which parts of the page are open: told to the address, and taken from it.
import type { Store } from './store.ts';

export interface Sections {
  /** Opens everything for the printer; the answer closes it again. */
  readonly openAll: () => () => void;
}

export function keepSections(store: Store): Sections {
  const parts = [...document.querySelectorAll('details')];
  const names = namesOf(parts);
  const openAtFirst = new Set(parts.filter((part) => part.open));
  let printing = false;
  let telling = false;

  const apply = (): void => {
    const changed = new Set(store.state().open);
    for (const part of parts) {
      const open = openAtFirst.has(part)
        ? !changed.has(`!${names.get(part)}`)
        : changed.has(names.get(part) ?? '');
      if (part.open !== open) part.open = open;
    }
  };
  const tell = (event: Event): void => {
    const part = event.target;
    const name = part instanceof HTMLDetailsElement ? names.get(part) : undefined;
    if (printing || !(part instanceof HTMLDetailsElement) || name === undefined) return;
    const own = openAtFirst.has(part) ? `!${name}` : name;
    const others = store.state().open.filter((entry) => entry !== own);
    // Several parts may have been opened at once: those whose turn comes later must stay open.
    telling = true;
    store.change({ open: part.open === openAtFirst.has(part) ? others : [...others, own] }, 'same');
    telling = false;
  };
  // The event does not bubble, but it can be caught on its way down.
  document.addEventListener('toggle', tell, true);
  store.watch((now, before) => {
    if (now.open !== before.open && !telling) apply();
  });
  apply();
  return {
    openAll: () => {
      printing = true;
      for (const part of parts) part.open = true;
      return () => {
        printing = false;
        apply();
      };
    },
  };
}

/** Its own id, or the id around it with a number: the same page always gives the same id. */
function namesOf(parts: readonly HTMLDetailsElement[]): ReadonlyMap<HTMLDetailsElement, string> {
  const counts = new Map<string, number>();
  return new Map(
    parts.map((part) => {
      if (part.id !== '') return [part, part.id];
      const around = part.closest('[id]')?.id ?? 'page';
      const count = (counts.get(around) ?? 0) + 1;
      counts.set(around, count);
      return [part, `${around}.${count}`];
    }),
  );
}
