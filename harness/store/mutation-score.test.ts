// The scores of the mutants: read where they are of this version, and as if absent in every other case.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { summaryOf } from '../mutants/summary.ts';
import { MUTATION_SCORE_FILE, MUTATION_SCORE_SCHEMA, readMutationScore } from './mutation-score.ts';

const SUMMARY = summaryOf({
  at: '2026-01-01T00:00:00.000Z',
  seeds: 20,
  score: { caught: { count: 152, of: 153 }, falseAlarms: { count: 1, of: 222 } },
  checkers: [
    { id: 'K0', text: '', caught: true, by: '' },
    { id: 'K1', text: '', caught: false, by: '' },
  ],
});
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'evenloop-scores-'));
  mkdirSync(dirname(join(root, MUTATION_SCORE_FILE)), { recursive: true });
});

afterAll(() => rmSync(root, { recursive: true }));

function readAfter(content: unknown): unknown {
  writeFileSync(join(root, MUTATION_SCORE_FILE), JSON.stringify(content));
  return readMutationScore(root, '1.2.3');
}

const file = { schema: MUTATION_SCORE_SCHEMA, version: '1.2.3', ...SUMMARY, details: { rows: [] } };

test('of this version they are read, without their details', () => {
  expect(SUMMARY).toMatchObject({ caught: 152, mutants: 153, falseAlarms: 1, controls: 222, seeds: 20 });
  expect(SUMMARY).toMatchObject({ checkersFound: 1, checkers: 2 });
  expect(readAfter(file)).toEqual(SUMMARY);
});

test('of another version, in another form or damaged they are as if absent', () => {
  for (const other of [
    { ...file, version: '1.2.4' },
    { ...file, schema: 'evenloop/mutants@1' },
    { ...file, caught: { count: 1, of: 2 } },
    { ...file, seeds: undefined },
    [],
    null,
  ])
    expect(readAfter(other)).toBeNull();
  writeFileSync(join(root, MUTATION_SCORE_FILE), '{');
  expect(readMutationScore(root, '1.2.3')).toBeNull();
  expect(readMutationScore(join(root, 'nowhere'), '1.2.3')).toBeNull();
});
