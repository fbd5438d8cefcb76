// Reading a journal that a crash, a power cut or another version left.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JournalLine } from '../contract/journal.ts';
import { judgedLineOf, recordLineOf, runLineOf } from '../testing/journal-lines.ts';
import { readJournal } from './read-journal.ts';
import type { StoredJournal } from './read-journal.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-read-'));
  path = join(folder, 'journal.ndjson');
});

afterEach(() => rmSync(folder, { recursive: true }));

const text = (lines: readonly unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

function read(content: string): StoredJournal {
  writeFileSync(path, content);
  const found = readJournal(path);
  if (!found.ok) throw new Error(found.failure.cause);
  return found.value;
}

function refusal(content: string): string {
  writeFileSync(path, content);
  const found = readJournal(path);
  return found.ok ? 'it was read' : `${found.failure.code} ${found.failure.cause}`;
}

const WHOLE: readonly JournalLine[] = [
  runLineOf(),
  recordLineOf('a', 10),
  judgedLineOf('a'),
  recordLineOf('b', 25),
];

test('a record has the judgement that followed it, and none where the run ended before', () => {
  const { invocations, usedMs, torn } = read(text(WHOLE));
  expect(invocations.map(({ record, judged }) => [record.id, judged !== null])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect([usedMs, torn]).toEqual([25, []]);
});

test('a journal cut at any byte gives all whole lines before the cut, and says that one was cut', () => {
  const whole = text(WHOLE);
  const head = text(WHOLE.slice(0, 1)).length;
  for (let length = head; length <= whole.length; length += 7) {
    const left = whole.slice(0, length);
    const lines = left.split('\n').slice(0, -1).length;
    const isCut = !left.endsWith('\n');
    const { torn, invocations } = read(left);
    // All of a line but its end is the line.
    const isWhole = isCut && whole[length] === '\n';
    expect(torn).toHaveLength(isCut && !isWhole ? 1 : 0);
    expect(invocations).toHaveLength(
      lines + (isWhole ? 1 : 0) > 3 ? 2 : lines + (isWhole ? 1 : 0) > 1 ? 1 : 0,
    );
  }
});

test('a damaged line in the middle costs itself, with its number', () => {
  const [run, a, judged, b] = WHOLE.map((line) => JSON.stringify(line));
  const { torn, invocations } = read([run, `${a?.slice(0, 40)}\u0000`, judged, b, ''].join('\n'));
  expect(torn).toEqual(['line 2 is damaged and was left out']);
  expect(invocations.map(({ record }) => record.id)).toEqual(['b']);
});

test.each([
  ['a record without an outcome', { ...recordLineOf('c'), record: { id: 'c' } }],
  ['a judgement that is a number', { ...judgedLineOf('a'), judgement: 3 }],
  ['a kind that nobody knows', { kind: 'else' }],
  ['a list', []],
])('%s is left out', (_, line) => {
  expect(read(text([...WHOLE, line])).torn).toEqual(['line 5 is damaged and was left out']);
});

test('an invocation that was carried out again counts once, as it was the last time', () => {
  const { invocations } = read(text([...WHOLE, recordLineOf('a', 40)]));
  expect(invocations.map(({ record, judged, usedMs }) => [record.id, judged, usedMs])).toEqual([
    ['b', null, 25],
    ['a', null, 40],
  ]);
});

test('the run belongs to who took it up last', () => {
  const owner = { pid: 7, start: null, boot: null, space: null };
  const { owner: found, resumedAtMs } = read(text([...WHOLE, { kind: 'resumed', owner, atMs: 5 }]));
  expect([found, resumedAtMs]).toEqual([owner, [5]]);
});

test('a journal of before, one without a plan, and none at all are refused with what they are', () => {
  expect(refusal(text([recordLineOf('a').record]))).toContain('EL1005');
  expect(refusal(text([recordLineOf('a').record]))).toContain('another version of evenloop wrote it');
  expect(refusal(text([{ ...runLineOf(), schema: 'evenloop/journal@3' }]))).toContain('"evenloop/journal@3"');
  expect(refusal(text([{ kind: 'run', schema: runLineOf().schema }]))).toContain('its first line is damaged');
  expect(refusal('')).toContain('ended before it had a plan');
  expect(refusal(text([runLineOf()]).slice(0, 99))).toContain('ended before it had a plan');
  rmSync(path);
  expect(readJournal(path)).toMatchObject({ ok: false, failure: { code: 'EL1005' } });
  mkdirSync(path);
  expect(readJournal(path)).toMatchObject({ ok: false, failure: { code: 'EL1005' } });
});
