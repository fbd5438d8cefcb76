// Cases whose course a profile writes down in signs, as the scenarios of ordering do: from the signs to the expected events. Pure.
import { seedOfNonce } from './payload.ts';
import { profileRow } from './runtime-profile.ts';
import type { Profiles } from './runtime-profile.ts';
import type { Expectation, ExpectedEvent } from './scenario.ts';

/** For each case what happens, in order, in the signs that the scenario's README explains. A runtime may lack some cases. */
export interface Course {
  readonly cases: Readonly<Partial<Record<string, string>>>;
}

export interface Courses {
  readonly profiles: Profiles<Course>;
  /** The key of a case is its place here, and `KEYS_OF_PASS` more for each pass. */
  readonly cases: readonly string[];
  /** What is said; its id is its place here. */
  readonly outcomes: readonly string[];
}

const KEYS_OF_PASS = 64;
const UNITS = 'abcd';
/** What a unit does, by its sign behind the letter of the unit. */
const MARKS: readonly (readonly [sign: string, kind: string])[] = [
  ['+', 'begin'],
  ['.', 'end'],
  ['!', 'end'],
  ['~', 'end'],
  ['*', 'clean'],
];

/** The parameter `passes` says how often a round runs all cases. */
export function* eventsOfCourse(
  { profiles, cases: names, outcomes }: Courses,
  { params, nonce, runtime }: Expectation,
): Iterable<ExpectedEvent> {
  const seed = seedOfNonce(nonce);
  const { cases } = profileRow(profiles, runtime);
  for (let pass = 0; pass < Number(params['passes']); pass++)
    for (const [index, name] of names.entries()) {
      const key = pass * KEYS_OF_PASS + index;
      for (const text of cases[name]?.split(' ') ?? []) yield eventOf(seed, key, meaningOf(text, outcomes));
    }
}

interface Meaning {
  readonly kind: string;
  readonly id: number;
  readonly code: number;
}

function eventOf(seed: number, key: number, { kind, id, code }: Meaning): ExpectedEvent {
  return { kind, key, id, digest: Math.imul(seed ^ (key * 0x10000 + id * 0x10 + code), 0x9e3779b1) >>> 0 };
}

function meaningOf(text: string, outcomes: readonly string[]): Meaning {
  if (text.startsWith('=')) return { kind: 'told', id: outcomes.indexOf(text.slice(1)), code: 0 };
  if (text.startsWith('<')) return { kind: 'left', id: outcomes.indexOf(text.slice(1)), code: 0 };
  if (text.startsWith('#')) return { kind: 'count', id: Number(text.slice(1)), code: 0 };
  const code = MARKS.findIndex(([sign]) => sign === text[1]);
  return { kind: MARKS[code]?.[1] ?? '', id: UNITS.indexOf(text.charAt(0)), code };
}
