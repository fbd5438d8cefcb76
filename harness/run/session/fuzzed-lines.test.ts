// Whatever a runner writes: each line is a message, noise or invalid, in bounded memory, and how it comes in pieces changes nothing.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { fuzzedJson, fuzzSettings, fuzzTimeoutMs, mostMemory, tries } from '../../testing/fuzzed-json.ts';
import { splitLines } from './lines.ts';
import type { RunnerLine } from './lines.ts';
import { parseLine } from './parse-message.ts';

const { runner } = JSON.parse(
  readFileSync(new URL('../../contract/fixtures/messages.json', import.meta.url), 'utf8'),
) as { readonly runner: readonly { readonly message?: unknown }[] };
const MESSAGES = runner.flatMap(({ message }) => (message === undefined ? [] : [message]));
const COUNT = tries(1000);
const LIMIT_BYTES = 900;

/** Lines of one push: fewer calls of fast-check for as many lines. */
const LINES_A_TRY = 10;
const lines = fc.array(fuzzedJson(MESSAGES), { minLength: LINES_A_TRY, maxLength: LINES_A_TRY });
const tally = { message: 0, noise: 0, invalid: 0, oversize: 0, 'not-utf8': 0, partial: 0 };

function split(bytes: Uint8Array, pieceBytes: number): RunnerLine[] {
  const found: RunnerLine[] = [];
  const splitter = splitLines((line) => void found.push(line), LIMIT_BYTES);
  for (let at = 0; at < bytes.length; at += pieceBytes) splitter.push(bytes.subarray(at, at + pieceBytes));
  splitter.end();
  return found;
}

test('a kind that cannot be made a word is an unknown one', () => {
  for (const kind of ['{"toString":null}', '{"toString":1,"valueOf":1}', '[]', 'null', '"__proto__"'])
    expect(parseLine(`{"kind":${kind}}`)).toMatchObject({
      kind: 'invalid',
      problem: expect.stringContaining('has the unknown kind'),
    });
});

test('every line has one of the kinds that there are, and a short reason', {
  timeout: fuzzTimeoutMs(COUNT),
}, () => {
  const damaged = fc.record({
    lines,
    at: fc.nat(),
    byte: fc.option(fc.nat({ max: 255 })),
    piece: fc.integer({ min: 1, max: 5000 }),
  });
  fc.assert(
    fc.property(damaged, ({ lines: texts, at, byte, piece }) => {
      const bytes = Buffer.from(texts.join('\n'));
      if (byte !== null && bytes.length > 0) bytes[at % bytes.length] = byte;
      const found = split(bytes, piece);
      for (const line of found) {
        if (line.kind !== 'line') {
          tally[line.kind]++;
          continue;
        }
        const parsed = parseLine(line.text);
        tally[parsed.kind]++;
        if (parsed.kind !== 'message' && parsed.problem.length > 400) throw new Error(parsed.problem);
      }
      if (at % 50 === 0) expect(split(bytes, bytes.length + 1)).toEqual(found);
    }),
    fuzzSettings(Math.ceil(COUNT / LINES_A_TRY)),
  );
  // The generator reaches every end.
  const { message, noise, invalid, partial } = tally;
  expect(Math.min(message, noise, invalid, partial)).toBeGreaterThan(0);
});

afterAll(() => {
  if (COUNT > 1000)
    process.stderr.write(`lines: ${JSON.stringify(tally)}, at most ${mostMemory().toFixed(0)} MiB\n`);
});
