// Turns breaches at rows of a trace into findings: the index within the key, and two events of the key on both sides. One pass.
import type { EventView } from '../contract/verdict.ts';
import type { Alphabet } from './alphabet.ts';
import type { Breach, FindingDraft } from './breach.ts';
import type { CodedEvent } from './event-view.ts';
import { viewOf } from './event-view.ts';
import { CONTEXT_EVENTS } from './sequence-difference.ts';

interface KeyState {
  /** Events of this key so far that are not raw. */
  count: number;
  recent: EventView[];
  /** Views still being filled with what comes after, and how many they lack. */
  open: { observed: EventView[]; lacking: number }[];
}

export function locate(
  alphabet: Alphabet,
  rawCodes: ReadonlySet<number>,
  observed: Iterable<CodedEvent>,
  breaches: readonly Breach[],
): FindingDraft[] {
  const byRow = new Map<number, Breach[]>();
  for (const breach of breaches)
    if (breach.row !== null) byRow.set(breach.row, [...(byRow.get(breach.row) ?? []), breach]);
  const drafts = new Map<Breach, FindingDraft>();
  const states = new Map<number, KeyState>();
  const keys = new Set(breaches.map((breach) => breach.key));
  let row = 0;
  for (const event of byRow.size === 0 ? [] : observed) {
    if (keys.has(event.key)) {
      const state = stateOf(states, event.key);
      const view = viewOf(alphabet, event, state.count);
      for (const open of state.open) open.observed.push(view);
      state.open = state.open.filter((open) => --open.lacking > 0);
      for (const breach of byRow.get(row) ?? []) drafts.set(breach, openDraft(breach, state, view));
      state.recent = [...state.recent, view].slice(-CONTEXT_EVENTS);
      if (!rawCodes.has(event.code)) state.count++;
    }
    row++;
  }
  return breaches.map((breach) => drafts.get(breach) ?? wholeRound(breach));
}

function stateOf(states: Map<number, KeyState>, key: number): KeyState {
  const state = states.get(key) ?? { count: 0, recent: [], open: [] };
  states.set(key, state);
  return state;
}

function openDraft(breach: Breach, state: KeyState, view: EventView): FindingDraft {
  const observed = [...state.recent, view];
  state.open.push({ observed, lacking: CONTEXT_EVENTS });
  return { ...wholeRound(breach), index: view.index, observed };
}

function wholeRound({ rule, class: found, key, text }: Breach): FindingDraft {
  return { rule, class: found, key, index: null, text, expected: [], observed: [] };
}
