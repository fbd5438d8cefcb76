// Tests of the journal and of what is dropped after a run.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { invocationRecord } from '../testing/invocation-record.ts';
import { dropProvedTraces } from './clean.ts';
import { openJournal, readJournal } from './journal.ts';

let folder: string;
let path: string;
const records = ['a', 'b', 'c'].map((id) => invocationRecord({ id }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-journal-'));
  path = join(folder, 'journal.ndjson');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(): void {
  const journal = openJournal(path);
  for (const record of records) journal.append(record);
  journal.close();
}

test('what was appended is read back', () => {
  write();
  expect(readJournal(path)).toEqual({ records, truncated: false });
});

test('each record is in the file as soon as it was appended', () => {
  const journal = openJournal(path);
  journal.append(invocationRecord({ id: 'a' }));
  expect(readJournal(path).records.length).toBe(1);
  journal.close();
});

test('a journal cut at any byte gives all complete records, and says that it was cut', () => {
  write();
  const whole = readFileSync(path);
  const ends = [...whole.keys()].filter((at) => whole[at] === 0x0a).map((at) => at + 1);
  for (let length = 0; length < whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const { records: read, truncated } = readJournal(path);
    expect([read.length, truncated]).toEqual([
      ends.filter((end) => end <= length).length,
      length > 0 && !ends.includes(length),
    ]);
  }
});

test('a journal that goes on after a cut keeps the new records apart from the cut line', () => {
  write();
  appendFileSync(path, '{"id":"half');
  const journal = openJournal(path);
  journal.append(invocationRecord({ id: 'd' }));
  journal.close();
  expect(() => readJournal(path)).toThrow('Line 4 of');
  expect(readFileSync(path, 'utf8').split('\n').length).toBe(6);
});

test.each(['not json', '{}', '[]', '{"id":"x","outcome":{"kind":"ok"},"rounds":3}'])(
  'a damaged line %j in the middle is named',
  (line) => {
    write();
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.with(1, line).join('\n'));
    expect(() => readJournal(path)).toThrow(/^EL3002 Line 2 of/);
  },
);

test('a last line that is complete but nonsense counts as cut', () => {
  write();
  appendFileSync(path, 'nonsense\n');
  expect(readJournal(path)).toEqual({ records, truncated: true });
});

test('no journal, an unwritable one and a full disk are three different failures', () => {
  expect(() => readJournal(path)).toThrow('EL1005');
  expect(() => openJournal(join(folder, 'absent', 'journal'))).toThrow('EL3001');
  if (!existsSync('/dev/full')) return;
  const journal = openJournal('/dev/full');
  expect(() => journal.append(invocationRecord())).toThrow('EL3003');
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
