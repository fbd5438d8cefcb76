// Tests of the journal and of what is dropped after a run.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JournalLine } from '../contract/journal.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { dropProvedTraces } from './clean.ts';
import { openJournal } from './journal.ts';

let folder: string;
let path: string;
const lineOf = (id: string): JournalLine => ({
  kind: 'invocation',
  usedMs: 1,
  record: invocationRecord({ id }),
});
const records = ['a', 'b', 'c'].map(lineOf);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-journal-'));
  path = join(folder, 'journal.ndjson');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The lines of the file. Each must be ended. */
function lines(): string[] {
  const text = readFileSync(path, 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text.split('\n').slice(0, -1);
}

function write(): void {
  const journal = openJournal(path);
  for (const record of records) journal.append(record);
  journal.close();
}

test('what was appended stands on a line of its own', () => {
  write();
  expect(lines().map((line) => JSON.parse(line))).toEqual(records);
});

test('each record is in the file as soon as it was appended', () => {
  const journal = openJournal(path);
  journal.append(lineOf('a'));
  expect(lines().length).toBe(1);
  journal.close();
});

test('a journal cut anywhere keeps all complete records, and what is appended to it stands apart from the cut line', () => {
  write();
  const whole = readFileSync(path, 'utf8');
  const added = lineOf('d');
  const ends = [...whole.matchAll(/\n/g)].map(({ index }) => index);
  const cuts = [0, 1, 99, ...ends.flatMap((end) => [end - 99, end - 1, end, end + 1, end + 2])];
  for (const length of cuts) {
    const left = whole.slice(0, length).split('\n');
    writeFileSync(path, left.join('\n'));
    const journal = openJournal(path);
    journal.append(added);
    journal.close();
    const found = lines();
    expect(found.slice(0, -1)).toEqual(left.at(-1) === '' ? left.slice(0, -1) : left);
    expect(JSON.parse(found.at(-1) ?? '')).toEqual(added);
  }
});

test('a journal that cannot be opened and a full disk are two different failures', () => {
  expect(() => openJournal(join(folder, 'absent', 'journal'))).toThrow('EL3001');
  if (!existsSync('/dev/full')) return;
  const journal = openJournal('/dev/full');
  expect(() => journal.append(lineOf('a'))).toThrow('EL3003');
});

test('traces of proved invocations are dropped; those of broken ones, and all samples, stay', () => {
  mkdirSync(join(folder, 'traces'));
  mkdirSync(join(folder, 'samples'));
  const made = ['a', 'b', 'c'].map((id) =>
    invocationRecord({ id, sidecar: { samples: `samples/${id}`, events: `traces/${id}` } }),
  );
  for (const { sidecar } of made.slice(0, 2))
    for (const file of [sidecar.samples, sidecar.events]) writeFileSync(join(folder, file), '12345');
  const request = { runDirectory: folder, records: made, proved: new Set(['a', 'c']) };
  expect(dropProvedTraces({ ...request, keepTraces: true })).toEqual({ files: 0, bytes: 0 });
  expect(dropProvedTraces({ ...request, keepTraces: false })).toEqual({ files: 1, bytes: 5 });
  expect(['traces/a', 'traces/b', 'samples/a'].map((file) => existsSync(join(folder, file)))).toEqual([
    false,
    true,
    true,
  ]);
});

test('a record whose path leads out of the run folder drops nothing', () => {
  for (const events of ['../x', '/etc/passwd', '.', 'a/../../x']) {
    const records = [invocationRecord({ sidecar: { samples: 's', events } })];
    const request = { runDirectory: folder, records, proved: new Set(['i1']), keepTraces: false };
    expect(() => dropProvedTraces(request)).toThrow('EL3002');
  }
});
