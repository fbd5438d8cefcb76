// Runs of an experiment are made once, and a folder that holds those of other settings is refused.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FailureError } from '../../harness/contract/failure.ts';
import { openKeptRuns } from './kept-runs.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'evenloop-kept-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return join(made, 'runs');
}
const never = () => Promise.reject(new Error('made again'));

test('what was made is there the next time, and is not made again', async () => {
  const directory = folder();
  const made = await openKeptRuns(directory, { a: 1 }).once('0', () => Promise.resolve({ seconds: 3 }));
  expect(made).toEqual({ seconds: 3 });
  expect(await openKeptRuns(directory, { a: 1 }).once('0', never)).toEqual({ seconds: 3 });
});

test('a run that was interrupted is not kept', async () => {
  const directory = folder();
  const kept = openKeptRuns(directory, {});
  expect(await kept.once('0', () => Promise.resolve(null))).toBeNull();
  expect(readdirSync(directory)).toEqual(['settings.json']);
  expect(await kept.once('0', () => Promise.resolve(1))).toBe(1);
});

test('a folder that holds runs of other settings is refused, and stays as it is', async () => {
  const directory = folder();
  await openKeptRuns(directory, { head: 'one' }).once('0', () => Promise.resolve(1));
  expect(() => openKeptRuns(directory, { head: 'two' })).toThrow(FailureError);
  expect(await openKeptRuns(directory, { head: 'one' }).once('0', never)).toBe(1);
});
