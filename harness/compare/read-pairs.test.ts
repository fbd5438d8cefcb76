// What is said of a document that is not pairs: the path of the field, what belongs there, what was found.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { Pairs } from '../contract/pairs.ts';
import { readPairs } from './read-pairs.ts';
import { samplePairs } from '../testing/sample-pairs.ts';

type Json = Record<string, unknown>;

/** A small good document with one change. */
function broken(change: (document: Json & { pairs: Json[] }, side: Json) => void): string {
  const document = JSON.parse(JSON.stringify(samplePairs({ count: 4, slices: 20 }))) as Json & {
    pairs: Json[];
  };
  change(document, document.pairs[3]?.['b'] as Json);
  return JSON.stringify(document);
}

function causeOf(text: string): string {
  const result = readPairs(text);
  return result.ok ? 'ok' : `${result.failure.code} ${result.failure.cause}`;
}

const at = (side: Json, field: string, index: number, value: unknown): void => {
  side[field] = (side[field] as unknown[]).with(index, value);
};

test('good pairs are read as they are, and fields that nobody knows do not matter', () => {
  const pairs = samplePairs({ count: 3 });
  expect(readPairs(JSON.stringify(pairs))).toEqual({ ok: true, value: pairs });
  expect(causeOf(broken((document) => (document['machine'] = 'any')))).toBe('ok');
  expect(causeOf(broken((document) => (document.pairs = [])))).toBe('ok');
});

test.each([
  [
    (_: Json, side: Json) => at(side, 'slicesNs', 17, 'x'),
    'pairs[3].b.slicesNs[17]: expected a positive number, found "x".',
  ],
  [
    (_: Json, side: Json) => at(side, 'slicesNs', 17, null),
    'pairs[3].b.slicesNs[17]: expected a positive number, found null.',
  ],
  [
    (_: Json, side: Json) => at(side, 'slicesNs', 0, -4),
    'pairs[3].b.slicesNs[0]: expected a positive number, found -4.',
  ],
  [
    (_: Json, side: Json) => at(side, 'slicesNs', 2, 0),
    'pairs[3].b.slicesNs[2]: expected a positive number, found 0.',
  ],
  [
    (_: Json, side: Json) => at(side, 'slicesNs', 2, 1e16),
    'pairs[3].b.slicesNs[2]: expected at most 9007199254740991 nanoseconds, found 10000000000000000.',
  ],
  [
    (_: Json, side: Json) => at(side, 'cpuNs', 5, -1),
    'pairs[3].b.cpuNs[5]: expected a number of at least 0, found -1.',
  ],
  [
    (_: Json, side: Json) => (side['cpuNs'] = [1000]),
    'pairs[3].b.cpuNs: expected 20 numbers, one a slice, found 1.',
  ],
  [
    (_: Json, side: Json) => (side['slicesNs'] = []),
    'pairs[3].b.slicesNs: expected a list of at least one positive number, found an empty list.',
  ],
  [
    (_: Json, side: Json) => delete side['slicesNs'],
    'pairs[3].b.slicesNs: expected a list of at least one positive number, found nothing.',
  ],
  [
    (_: Json, side: Json) => (side['operations'] = 5),
    'pairs[3].a.operations: expected a number, as on the other side, found nothing.',
  ],
  [
    (_: Json, side: Json) => (side['operations'] = 0),
    'pairs[3].b.operations: expected a number of at least 1, found 0.',
  ],
  [
    (document: Json) =>
      ((document['pairs'] as Json[])[1] = { ...(document['pairs'] as Json[])[1], first: 'c' }),
    'pairs[1].first: expected "a" or "b", found "c".',
  ],
  [
    (document: Json) => delete (document['pairs'] as Json[])[1]?.['a'],
    'pairs[1].a: expected an object with slicesNs, found nothing.',
  ],
  [
    (document: Json) => ((document['pairs'] as unknown[])[2] = 7),
    'pairs[2]: expected an object with first, a and b, found 7.',
  ],
  [(document: Json) => (document['pairs'] = {}), 'pairs: expected a list of pairs, found an object.'],
  [(document: Json) => delete document['cell'], 'cell: expected a text, found nothing.'],
  [
    (document: Json) => (document['schema'] = 'evenloop/pairs@2'),
    'schema: expected "evenloop/pairs@1", found "evenloop/pairs@2".',
  ],
])('a broken field is named (%#)', (change, cause) => {
  expect(causeOf(broken(change))).toBe(`EL1011 ${cause}`);
});

test('a number beyond all measure is one place where JSON and its reader differ', () => {
  const text = broken((_, side) => at(side, 'slicesNs', 3, 123_456_789)).replace('123456789', '1e999');
  expect(causeOf(text)).toBe(
    'EL1011 pairs[3].b.slicesNs[3]: expected at most 9007199254740991 nanoseconds, found Infinity.',
  );
});

test.each(['', '{"schema":', 'null', '[]', '7', '"pairs"', '{}'])('%j is no document of pairs', (text) => {
  expect(causeOf(text)).toMatch(
    /^EL1011 (It is not JSON|schema: expected "evenloop\/pairs@1", found nothing)/,
  );
});

test('another validator accepts and refuses the same documents by the published schema', () => {
  const theirs = new Ajv2020({ strict: false }).compile(Pairs);
  expect(theirs(samplePairs({ count: 3 }))).toBe(true);
  expect(theirs(JSON.parse(broken((_, side) => at(side, 'slicesNs', 17, 'x'))))).toBe(false);
  expect(theirs(JSON.parse(broken((_, side) => at(side, 'slicesNs', 17, 0))))).toBe(false);
});
