// The clauses against the page that they are taken from: the same table, and headings that exist. And each is asked for by some play.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLAUSES } from './clauses.ts';
import { PLAYS } from './plays/all.ts';
import { HANDSHAKE_CLAUSES } from './plays/handshake.ts';
import { OF_CELLS } from './cells.ts';

const PAGE = readFileSync(new URL('../../docs/writing-a-runner.md', import.meta.url), 'utf8');

test('docs/writing-a-runner.md has each clause, in this order and in these words', () => {
  const rows = [...PAGE.matchAll(/^\| (C\d{3}) +\| (.*?) +\| (.*?) +\|$/gm)];
  expect(rows.map(([, id, section, text]) => ({ id, section, text }))).toEqual(CLAUSES);
});

test('each clause names a section that the page has', () => {
  const headings = new Set([...PAGE.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading));
  expect(CLAUSES.filter(({ section }) => !headings.has(section))).toEqual([]);
});

test('each clause is asked for by some play, and each play asks for clauses that there are', () => {
  const asked = new Set([...HANDSHAKE_CLAUSES, ...PLAYS.flatMap(({ clauses }) => clauses), ...OF_CELLS]);
  expect(CLAUSES.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
});
