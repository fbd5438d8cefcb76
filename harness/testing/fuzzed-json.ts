// For tests: documents like given ones, and further and further from them: a value changed, a field gone or twice, characters lost, or anything at all.
import * as fc from 'fast-check';

/** How many times a fuzzed property is tried: some here, and as many as `npm run test:fuzz -- --count n` says. `part`: of so many tries one. */
export function tries(usual: number, part = 1): number {
  const count = Number(process.env['EVENLOOP_FUZZ'] ?? 0);
  return count === 0 ? usual : Math.ceil(count / part);
}

/** The seed of a long run; null: one by chance, which fast-check tells where something fails. */
export const fuzzSettings = (numRuns: number): fc.Parameters<unknown> => {
  const seed = process.env['EVENLOOP_FUZZ_SEED'];
  return { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) };
};

/** Time for so many tries, in milliseconds: a hang is longer. */
export const fuzzTimeoutMs = (count: number): number => 60_000 + count * 20;

/** In MiB, what this process used at most. */
export const mostMemory = (): number => process.resourceUsage().maxRSS / 1024;

/** Values that readers have believed before: ends of ranges, things of other types, texts that are more than they look. */
const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  0.5,
  1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  '',
  '0',
  '\u0000',
  '\u202e',
  '\ud800',
  '😀'.repeat(120),
  'e\u0301'.repeat(150),
  'x'.repeat(201),
  '/'.repeat(108),
  [],
  [[]],
  {},
  { __proto__: null, constructor: 1 },
];

const oddValue = fc.oneof(
  fc.constantFrom(...ODD),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
  fc.string({ unit: 'binary', maxLength: 250 }),
  fc.double(),
  fc.maxSafeInteger(),
);

type Step = 'replace' | 'remove' | 'add' | 'swap';

interface Change {
  readonly step: Step;
  /** Which of all places of the document. */
  readonly at: number;
  readonly name: string;
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  step: fc.constantFrom<Step>('replace', 'replace', 'remove', 'add', 'swap'),
  at: fc.nat(),
  name: fc.oneof(fc.constantFrom('id', 'kind', '__proto__', 'constructor', 'toString', ''), fc.string()),
  value: oddValue,
});

/** Of a text: cut, a piece twice, a character exchanged. */
const textChange = fc.record({
  step: fc.constantFrom('cut', 'repeat', 'exchange'),
  from: fc.nat(),
  length: fc.integer({ min: 1, max: 40 }),
  by: fc.constantFrom(
    '"',
    '{',
    ']',
    ',',
    '\\',
    '\u0000',
    '9',
    '-',
    'e',
    'é',
    '\ud83d',
    '//',
    'NaN',
    '\\ud800',
  ),
});

/** Texts: JSON as a rule, and something else where characters were changed. */
export function fuzzedJson(documents: readonly unknown[]): fc.Arbitrary<string> {
  const texts = documents.map((document) => JSON.stringify(document));
  return fc
    .tuple(
      fc.nat({ max: Math.max(0, texts.length - 1) }),
      fc.array(change, { maxLength: 3 }),
      fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: textChange }),
    )
    .map(([which, changes, after]) => {
      const document: unknown = JSON.parse(texts[which] ?? 'null');
      const changed = changes.reduce<unknown>(changedBy, document);
      const text = JSON.stringify(changed) ?? 'null';
      return after === null ? text : changedText(text, after);
    });
}

type Container = Record<string, unknown>;

interface Place {
  readonly holder: Container;
  readonly key: string;
}

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Container, key });
    placesIn((value as Container)[key], found);
  }
  return found;
}

function changedBy(document: unknown, { step, at, name, value }: Change): unknown {
  const places = placesIn(document);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return value;
  const { holder, key } = place;
  const put = (to: string, what: unknown): void => {
    Object.defineProperty(holder, to, { value: what, enumerable: true, writable: true, configurable: true });
  };
  const own = structuredCloneOf(value);
  if (step === 'remove') Reflect.deleteProperty(holder, key);
  else if (step === 'add') put(Array.isArray(holder) ? String(holder.length) : name, own);
  else if (step === 'replace') put(key, own);
  else put(key, structuredCloneOf(places[(at >>> 3) % places.length]?.holder[key] ?? own));
  return document;
}

/** A value may stand in two places, and no later change may reach both. */
const structuredCloneOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null') as unknown;

function changedText(
  text: string,
  { step, from, length, by }: { step: string; from: number; length: number; by: string },
): string {
  const at = from % (text.length + 1);
  if (step === 'cut') return text.slice(0, at) + text.slice(at + length);
  if (step === 'repeat') return text.slice(0, at + length) + text.slice(at);
  return text.slice(0, at) + by + text.slice(at + 1);
}
