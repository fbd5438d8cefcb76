// The one place for what the reader made of the page. It lives in the address, so links and the back button carry it.
import { decodeState, encodeState } from '../../query/hash-state.ts';
import type { PageState } from '../../query/hash-state.ts';

export interface Store {
  readonly state: () => PageState;
  /** A `step` is what the back button goes back over; `same` changes the current one. */
  readonly change: (part: Partial<PageState>, how: 'step' | 'same') => void;
  /** The fragment that a link to the changed state has. */
  readonly link: (part: Partial<PageState>) => string;
  /** Called after each change, wherever it came from. */
  readonly watch: (listener: Listener) => void;
}
type Listener = (now: PageState, before: PageState) => void;

export function createStore(): Store {
  let now = decodeState(location.hash);
  const listeners: Listener[] = [];
  const settle = (next: PageState): void => {
    const before = now;
    now = next;
    for (const listener of listeners) listener(next, before);
  };
  const read = (): void => {
    const next = decodeState(location.hash);
    if (encodeState(next) !== encodeState(now)) settle(next);
  };
  // Going back fires both, following a link only the second; the later one then finds nothing new.
  addEventListener('popstate', read);
  addEventListener('hashchange', read);
  return {
    state: () => now,
    change: (part, how) => {
      const next = { ...now, ...part };
      if (encodeState(next) === encodeState(now)) return;
      write(encodeState(next), how);
      settle(next);
    },
    link: (part) => `#${encodeState({ ...now, ...part })}`,
    watch: (listener) => {
      listeners.push(listener);
    },
  };
}

function write(hash: string, how: 'step' | 'same'): void {
  const address = hash === '' ? location.href.split('#', 1)[0] : `#${hash}`;
  try {
    if (how === 'step') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  } catch {
    // A page without an address of its own, such as one in a frame of a mail reader, keeps its state while it is open.
    return;
  }
}
