// The file of messages: every line keeps the published form, is bounded, and says where something is missing.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_WIRE_TEXT, WireLine } from '../contract/wire.ts';
import { openWireFile } from './wire-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-wire-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SESSION = { process: 42, invocation: 'i0-timers' };
const HELLO = '{"kind":"hello","id":1}';

function linesOf(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line): unknown => JSON.parse(line));
}

test('messages stand in it as they are, with time, process, invocation and direction; other lines as text', () => {
  const path = join(folder, 'deep/er/wire.ndjson');
  const file = openWireFile(path, '1.2.3');
  file.write(SESSION, { to: 'runner', ns: 12.4, line: HELLO });
  file.write({ process: 42, invocation: null }, { to: 'harness', ns: 13, line: 'INFO "starting"\u0007' });
  file.write(SESSION, { to: 'harness', ns: 14, line: '[1]' });
  expect(file.close()).toBeNull();
  const lines = linesOf(path);
  expect(lines).toEqual([
    { schema: 'evenloop/wire@1', tool: 'evenloop 1.2.3' },
    { ns: 12, ...SESSION, to: 'runner', message: { kind: 'hello', id: 1 } },
    { ns: 13, process: 42, invocation: null, to: 'harness', text: 'INFO "starting"\u0007', characters: 16 },
    { ns: 14, ...SESSION, to: 'harness', text: '[1]', characters: 3 },
  ]);
  expect(lines.filter((line) => !Value.Check(WireLine, line))).toEqual([]);
});

test('a long line is cut and says how long it was', () => {
  const path = join(folder, 'long.ndjson');
  const file = openWireFile(path, '1');
  file.write(SESSION, { to: 'harness', ns: 1, line: `{"kind":"rounded","x":"${'x'.repeat(200_000)}"}` });
  expect(file.close()).toBeNull();
  expect(linesOf(path)[1]).toMatchObject({
    characters: 200_025,
    text: expect.stringMatching(/^\{"kind":"rounded"/),
  });
  expect(readFileSync(path).length).toBeLessThan(MOST_WIRE_TEXT + 1000);
});

test('beyond its limit nothing follows but how many lines are missing', () => {
  const path = join(folder, 'full.ndjson');
  const file = openWireFile(path, '1', 1000);
  for (let i = 0; i < 100; i++) file.write(SESSION, { to: 'runner', ns: i, line: HELLO });
  expect(file.close()).toBeNull();
  const lines = linesOf(path);
  expect(readFileSync(path).length).toBeLessThan(1100);
  expect(lines.at(-1)).toEqual({ dropped: 100 - (lines.length - 2) });
  expect(lines.length).toBeGreaterThan(5);
});

test('a file that cannot be made is a failure at once', () => {
  expect(() => openWireFile('/proc/nowhere/said.ndjson', '1')).toThrow(/EL3001/);
  expect(() => openWireFile(folder, '1')).toThrow(/EL3001/);
});
