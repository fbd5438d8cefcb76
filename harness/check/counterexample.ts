// The smallest counterexample of one key: the first place where it differs from the expected events, and the kind of the difference.
import type { EventColumns } from '../contract/trace.ts';
import type { EventView, FindingClass } from '../contract/verdict.ts';
import type { Alphabet } from './alphabet.ts';
import type { CodedEvent } from './event-view.ts';
import { hex, viewOf } from './event-view.ts';
import { firstFreeDifference } from './free-difference.ts';
import type { Difference, Placed, Projection, Sides } from './projection.ts';
import { placed } from './projection.ts';
import { firstSequenceDifference } from './sequence-difference.ts';

export interface Counterexample {
  readonly class: FindingClass;
  readonly index: number;
  readonly text: string;
  readonly expected: EventView[];
  readonly observed: EventView[];
}

/** Null when the two sides agree on this projection. */
export function counterexample(
  alphabet: Alphabet,
  sides: Sides,
  projection: Projection,
  compare: 'sequence' | 'free',
): Counterexample | null {
  const difference =
    compare === 'sequence'
      ? firstSequenceDifference(placed(sides.expected(), projection), placed(sides.observed(), projection))
      : firstFreeDifference(sides, projection);
  if (difference === null) return null;
  const { expected, observed } = difference;
  const found = classify(
    expected && tally(sides, projection.key, expected.event),
    observed && tally(sides, projection.key, observed.event),
  );
  return {
    class: found.class,
    index: (observed ?? expected)?.index ?? 0,
    text: explain(alphabet, difference, found),
    expected: difference.expectedAround.map(({ event, index }) => viewOf(alphabet, event, index)),
    observed: difference.observedAround.map(({ event, index }) => viewOf(alphabet, event, index)),
  };
}

/** How often exactly this event (but for its key) stands on each side, in the key and elsewhere. */
interface Tally {
  readonly event: CodedEvent;
  readonly expectedHere: number;
  readonly observedHere: number;
  /** A key that lacks this event, and one that has it too often. */
  readonly lackingKey: number | null;
  readonly surplusKey: number | null;
}

function tally(sides: Sides, key: number, event: CodedEvent): Tally {
  const balance = new Map<number, number>();
  const countIn = (chunks: Iterable<EventColumns>, step: number): number => {
    let here = 0;
    for (const other of keysOf(chunks, event))
      if (other === key) here++;
      else balance.set(other, (balance.get(other) ?? 0) + step);
    return here;
  };
  const expectedHere = countIn(sides.expected(), -1);
  const observedHere = countIn(sides.observed(), 1);
  const lackingKey = [...balance].find(([, count]) => count < 0)?.[0] ?? null;
  const surplusKey = [...balance].find(([, count]) => count > 0)?.[0] ?? null;
  return { event, expectedHere, observedHere, lackingKey, surplusKey };
}

/** The key of each event that is the same but for its key. */
function* keysOf(chunks: Iterable<EventColumns>, { code, id, digest }: CodedEvent): Iterable<number> {
  for (const columns of chunks)
    for (let row = 0; row < columns.id.length; row++)
      if (columns.digest[row] === digest && columns.id[row] === id && columns.kind[row] === code)
        yield columns.key[row] ?? 0;
}

interface Classified {
  readonly class: Extract<
    FindingClass,
    'missing' | 'extra' | 'duplicate' | 'changed' | 'crossed' | 'reordered'
  >;
  readonly otherKey: number | null;
}

function classify(expected: Tally | null, observed: Tally | null): Classified {
  const lacking = expected !== null && expected.observedHere < expected.expectedHere;
  if (observed !== null && observed.observedHere > observed.expectedHere) {
    if (observed.lackingKey !== null) return { class: 'crossed', otherKey: observed.lackingKey };
    if (observed.expectedHere > 0) return { class: 'duplicate', otherKey: null };
    const { code, id } = observed.event;
    if (lacking && expected.event.code === code && expected.event.id === id)
      return { class: 'changed', otherKey: null };
    return { class: 'extra', otherKey: null };
  }
  if (!lacking) return { class: 'reordered', otherKey: null };
  if (expected.surplusKey !== null) return { class: 'crossed', otherKey: expected.surplusKey };
  return { class: 'missing', otherKey: null };
}

function explain(alphabet: Alphabet, difference: Difference, found: Classified): string {
  const want = describe(alphabet, difference.expected);
  const have = describe(alphabet, difference.observed);
  const whose = found.otherKey === null ? '' : ` on key ${found.otherKey}`;
  const sentences: Readonly<Record<Classified['class'], string>> = {
    missing: `${want} is missing; ${have} stands in its place`,
    extra: `${have} was not expected; ${want} was`,
    duplicate: `${have} happened more often than expected`,
    changed: `${have} was observed where ${want} was expected`,
    crossed: `${have} was observed where ${want} was expected; one of them is${whose}`,
    reordered: `${have} came before ${want}`,
  };
  return sentences[found.class];
}

function describe(alphabet: Alphabet, place: Placed | null): string {
  if (place === null) return 'nothing';
  const { code, id, digest } = place.event;
  return `\`${alphabet.nameOf(code)}\` ${id} (${hex(digest)})`;
}
