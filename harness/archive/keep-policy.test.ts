// What `gc` keeps: the last days whole, weeks before, and what must not go under any policy.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleRuns } from '../../reports/testing/sample-history.ts';
import type { ArchivedMark } from '../contract/archived-run.ts';
import { archiveResult } from './archive-result.ts';
import type { ArchiveEntry } from './archive.ts';
import { keepBy } from './keep-policy.ts';

const DAY_MS = 86_400_000;
const [sample] = sampleRuns(1, 1);
if (sample === undefined) throw new Error('there is a sample');
const { run, suite, machine } = archiveResult(sample);
const FIRST = Date.parse('2026-01-05T00:00:00.000Z');

const entryAt = (day: number, over: { readonly profile?: string } = {}): ArchiveEntry => {
  const startedAt = new Date(FIRST + day * DAY_MS).toISOString();
  const id = `run-${day}-${over.profile ?? ''}`;
  const named = { ...run, ...over, id, startedAt, sha256: '', suite: '0'.repeat(16), machine: null };
  return { path: `runs/${id}.json`, run: named, suite, machine };
};
const idsOf = (entries: readonly ArchiveEntry[]): string[] => entries.map(({ run: { id } }) => id);
const mark = (id: string): ArchivedMark => ({
  sha256: '',
  kind: 'accepted',
  at: '2026-01-01T00:00:00.000Z',
  run: id,
  benchmark: 'b',
  set: null,
  subject: null,
  metric: null,
  reason: 'r',
});

test('the last days stay whole, and of older weeks the first run', () => {
  const entries = Array.from({ length: 28 }, (_, day) => entryAt(day));
  const { keep } = keepBy({ days: 7, older: 'weekly', now: FIRST + 28 * DAY_MS }, entries, []);
  expect(idsOf(keep)).toEqual([
    'run-0-',
    'run-7-',
    'run-14-',
    ...Array.from({ length: 7 }, (_, i) => `run-${21 + i}-`),
  ]);
});

test('with `none` older ones go, but for the newest of a series and what was marked', () => {
  const entries = [entryAt(0), entryAt(1), entryAt(2, { profile: 'full' }), entryAt(3)];
  const policy = { days: 0, older: 'none', now: FIRST + 100 * DAY_MS } as const;
  expect(idsOf(keepBy(policy, entries, []).keep)).toEqual(['run-2-full', 'run-3-']);
  expect(idsOf(keepBy(policy, entries, [mark('run-1-')]).remove)).toEqual(['run-0-']);
});

test('every run is kept or removed, and more days never keep fewer', () => {
  const days = fc.uniqueArray(fc.nat(400), { maxLength: 60 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(days, fc.nat(400), fc.constantFrom('weekly', 'none'), (all, kept, older) => {
      const entries = all.map((day) => entryAt(day));
      const now = FIRST + 400 * DAY_MS;
      const { keep, remove } = keepBy({ days: kept, older, now }, entries, []);
      expect([...keep, ...remove].sort((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1))).toEqual(
        entries,
      );
      const more = new Set(keepBy({ days: kept + 10, older: 'none', now }, entries, []).keep);
      const fewer = keepBy({ days: kept, older: 'none', now }, entries, []).keep;
      expect(fewer.every((entry) => more.has(entry))).toBe(true);
    }),
  );
});
