// JSON of others is parsed as ever, but for what is too deep.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TOO_DEEP, jsonTrouble, parseForeignJson } from './foreign-json.ts';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test('any value comes back as it was', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      expect(parseForeignJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('brackets, quotes and backslashes within texts do not count', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ']', 'a', '\n') }), (text) => {
      const value = [{ [text]: text.repeat(60) }, text];
      expect(parseForeignJson(JSON.stringify(value))).toEqual(value);
    }),
  );
});

test('two hundred levels are read, and not one more', () => {
  expect(parseForeignJson(nested(200))).toBeInstanceOf(Array);
  expect(() => parseForeignJson(nested(201))).toThrow(TOO_DEEP);
  expect(() => parseForeignJson(`{"a":`.repeat(100_000))).toThrow(TOO_DEEP);
});

test('what is no JSON is told apart from what is too deep', () => {
  const why = (text: string): string => {
    try {
      return String(parseForeignJson(text));
    } catch (error) {
      return jsonTrouble(error);
    }
  };
  expect([why('{'), why('"a'), why('"a\\'), why(nested(300))]).toEqual([
    'it is not JSON',
    'it is not JSON',
    'it is not JSON',
    TOO_DEEP,
  ]);
});
