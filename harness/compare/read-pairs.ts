// Reads the text of a file of pairs, and names the first invalid field.
import { Compile } from 'typebox/compile';
import type { Result } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import type { Pair, PairSide } from '../contract/pairs.ts';
import { Pairs, PAIRS_SCHEMA } from '../contract/pairs.ts';

/** EL1011 names the field by its path: `pairs[3].b.slicesNs[17]: expected a positive number, found "x"`. */
export function readPairs(text: string): Result<Pairs> {
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch (error) {
    return refused(`It is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  const schema = memberOf(value, 'schema');
  if (schema !== PAIRS_SCHEMA) return refused(sentence(['schema'], JSON.stringify(PAIRS_SCHEMA), schema));
  const place = misplaced(value);
  if (place !== null) return refused(sentence(place, expectedAt(place, value), valueAt(value, place)));
  const pairs = value as Pairs;
  const uneven = pairs.pairs.map(unevenness).find((problem) => problem !== null);
  return uneven === undefined || uneven === null ? { ok: true, value: pairs } : refused(uneven);
}

type Place = readonly string[];

/** The first place in the order of the document where it breaks the schema. */
function misplaced(value: unknown): Place | null {
  const validator = Compile(Pairs);
  if (validator.Check(value)) return null;
  const [first] = validator.Errors(value);
  if (first === undefined) return [];
  const parent = first.instancePath.split('/').slice(1);
  return first.keyword === 'required' ? [...parent, first.params.requiredProperties[0] ?? ''] : parent;
}

function expectedAt(place: Place, value: unknown): string {
  const name = place.findLast((part) => !isIndex(part)) ?? '';
  const inList = isIndex(place.at(-1) ?? '');
  switch (name) {
    case 'cell':
      return 'a text';
    case 'pairs':
      return inList ? 'an object with first, a and b' : 'a list of pairs';
    case 'first':
      return '"a" or "b"';
    case 'a':
    case 'b':
      return 'an object with slicesNs';
    case 'slicesNs':
    case 'cpuNs':
      return inList ? timeLike(name, valueAt(value, place)) : 'a list of at least one positive number';
    case 'operations':
      return 'a number of at least 1';
    default:
      return 'an object with schema, cell and pairs';
  }
}

function timeLike(name: 'slicesNs' | 'cpuNs', found: unknown): string {
  if (found === Number.POSITIVE_INFINITY || (typeof found === 'number' && found > Number.MAX_SAFE_INTEGER))
    return `at most ${Number.MAX_SAFE_INTEGER} nanoseconds`;
  return name === 'cpuNs' ? 'a number of at least 0' : 'a positive number';
}

/** What the schema cannot say: the lists of a side are equally long, and operations stand on both sides or on neither. */
function unevenness({ a, b }: Pair, index: number): string | null {
  for (const [name, side] of [
    ['a', a],
    ['b', b],
  ] as const) {
    const problem = unequalLists(side);
    if (problem !== null) return `pairs[${index}].${name}.cpuNs: ${problem}.`;
  }
  if ((a.operations === undefined) === (b.operations === undefined)) return null;
  const missing = a.operations === undefined ? 'a' : 'b';
  return `pairs[${index}].${missing}.operations: expected a number, as on the other side, found nothing.`;
}

function unequalLists({ slicesNs, cpuNs }: PairSide): string | null {
  if (cpuNs === undefined || cpuNs.length === slicesNs.length) return null;
  return `expected ${slicesNs.length} numbers, one a slice, found ${cpuNs.length}`;
}

function sentence(place: Place, expected: string, found: unknown): string {
  const path = place
    .map((part, index) => (isIndex(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
  return `${path === '' ? 'The document' : path}: expected ${expected}, found ${shown(found)}.`;
}

const LONGEST_SHOWN = 40;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

function valueAt(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, part) => memberOf(inner, part), value);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function isIndex(part: string): boolean {
  return /^\d+$/.test(part);
}

function refused(cause: string): { readonly ok: false; readonly failure: ReturnType<typeof failure> } {
  return {
    ok: false,
    failure: failure(
      'EL1011',
      cause,
      `Give a document of the schema ${PAIRS_SCHEMA}: schema/pairs.schema.json describes it.`,
    ),
  };
}
