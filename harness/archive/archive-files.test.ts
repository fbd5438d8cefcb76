// Files of a store: written in one way only, and each way of being something else has a name.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleResult } from '../../reports/testing/sample-result.ts';
import { HOSTILE_TEXTS } from '../testing/hostile-texts.ts';
import { canonicalJson } from '../contract/canonical-json.ts';
import {
  columnTrouble,
  keyOf,
  kindOfPath,
  machineFile,
  readMachineFile,
  readRunFile,
  readSuiteFile,
  runFile,
  suiteFile,
} from './archive-files.ts';
import { archiveResult } from './archive-result.ts';

const sample = archiveResult(sampleResult());
const suiteAt = suiteFile(sample.suite);
const named = { ...sample.run, suite: keyOf(suiteAt[0]), machine: null };

test('a run is read as it was written, whatever its id is', () => {
  const ids = HOSTILE_TEXTS.filter((_, i) => i % 7 === 0);
  for (const id of [...ids, '../../etc/passwd', 'a/b', '']) {
    const [path, text] = runFile({ ...named, id: `x${id}` });
    expect(kindOfPath(path)).toBe('run');
    const read = readRunFile(path, text);
    expect(read.ok && read.value.id).toBe(`x${id}`);
  }
});

test('equal values have one text, whatever the order of their fields', () => {
  const entries = fc.array(fc.tuple(fc.string(), fc.jsonValue()));
  fc.assert(
    fc.property(entries, (fields) => {
      const unique = [...new Map(fields)];
      const [text, turned] = [unique, unique.toReversed()].map((all) =>
        canonicalJson(Object.fromEntries(all)),
      );
      expect(turned).toBe(text);
      expect(canonicalJson(JSON.parse(text ?? ''))).toBe(text);
    }),
  );
  expect(() => canonicalJson({ a: [Number.NaN] })).toThrow(RangeError);
});

test('a run that was cut anywhere is named as such, and never read', () => {
  const [path, text] = runFile(named);
  const cuts = fc.integer({ min: 0, max: text.length - 1 });
  fc.assert(fc.property(cuts, (length) => !readRunFile(path, text.slice(0, length)).ok));
  expect(readRunFile(path, '')).toEqual({ ok: false, reason: 'it is empty' });
  expect(readRunFile(path, text.slice(0, 100))).toMatchObject({
    reason: expect.stringContaining('its end is missing'),
  });
});

test('a run of which one character was changed is not read', () => {
  const [path, text] = runFile(named);
  const change = fc.tuple(
    fc.integer({ min: 0, max: text.length - 1 }),
    fc.constantFrom('0', '9', 'a', ' ', '"'),
  );
  fc.assert(
    fc.property(change, ([at, sign]) => {
      const changed = text.slice(0, at) + sign + text.slice(at + 1);
      return changed === text || !readRunFile(path, changed).ok;
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['another number', (text: string) => text.replace('"value":[', '"value":[7,'), 'its digest is another'],
  ['blanks', (text: string) => text.replace('{', '{ '), 'it is not as evenloop writes it'],
  ['another field', (text: string) => text.replace('"whole"', '"hole"'), 'must'],
  ['a page', () => '<html>', 'it is not JSON'],
  ['depth', () => '['.repeat(100_000), 'more than 200 deep'],
])('of a run with %s it is told what is wrong', (_, change, reason) => {
  const [path, text] = runFile(named);
  const read = readRunFile(path, change(text));
  expect(read.ok ? '' : read.reason).toContain(reason);
});

test('a run under the name of another one is not read', () => {
  const [, text] = runFile(named);
  const [other] = runFile({ ...named, id: 'other' });
  const read = readRunFile(other, text);
  expect(read.ok ? '' : read.reason).toContain('belongs elsewhere');
});

test('what is named by its content is not read under another name', () => {
  const [path, text] = suiteAt;
  expect(readSuiteFile(path, text).ok).toBe(true);
  expect(readSuiteFile('suites/0123456789abcdef.json', text).ok).toBe(false);
  if (sample.machine === null) throw new Error('the sample has a machine');
  const [machinePath, machineText] = machineFile(sample.machine);
  expect(readMachineFile(machinePath, machineText).ok).toBe(true);
  expect(readMachineFile(machinePath, text).ok).toBe(false);
});

test('a column that is shorter than the suite is named', () => {
  const run = { ...named, sha256: '', count: [1] };
  expect(columnTrouble(run, sample.suite)).toBe(
    `its column count has 1 numbers, and its suite ${sample.suite.rows.length} rows`,
  );
  expect(columnTrouble({ ...named, sha256: '' }, sample.suite)).toBeNull();
});

test.each([
  'runs/2026/11/30/0123456789ABCDEF.json',
  'runs/2026/11/0123456789abcdef.json',
  'runs/2026/11/30/0123456789abcdef.json.tmp',
  'runs/../2026/11/30/0123456789abcdef.json',
  'README.md',
  'suites/../format.json',
])('%s is no path of a store', (path) => {
  expect(kindOfPath(path)).toBeNull();
});
