// The first page: what it shows comes from one run, its picture is small, and what it links to is there.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  MOST_PICTURE_BYTES,
  README_BEGIN,
  README_END,
  readmeBlock,
} from '../reports/testing/readme-block.ts';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const PICTURE = join(ROOT, 'docs', 'report.png');
const place = readmeBlock(README);
const answer = place === null ? '' : README.slice(place.from, place.to);

test('the answer names the run, the machine and the versions it comes from, and ends with the verdicts', () => {
  expect(answer).toMatch(
    /`npm run bench` \(\d{8}T\d{6}Z-[0-9a-f]{4}; \d+ s; \d+ CPUs \(.+\), Linux [\d.]+; .*node [\d.]+.*python [\d.]+/u,
  );
  expect(answer).toMatch(/▼ slower, .*\? unclear, .*▲ faster/u);
  expect(answer).toMatch(/A\/A check: \d+ comparisons/u);
});

test('the picture is a PNG of less than 200 kB', () => {
  expect(answer).toContain('](docs/report.png)');
  expect(readFileSync(PICTURE).subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(statSync(PICTURE).size).toBeLessThanOrEqual(MOST_PICTURE_BYTES);
});

test('the part of one run is found between its marks, and nowhere without both in their order', () => {
  const found = readmeBlock(`a${README_BEGIN}b${README_END}c`);
  expect(found).toEqual({ from: 1 + README_BEGIN.length, to: 2 + README_BEGIN.length });
  for (const text of ['', README_BEGIN, README_END, `${README_END}${README_BEGIN}`])
    expect(readmeBlock(text)).toBeNull();
});

test('each file it links to is there', () => {
  const linked = [...README.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/gu)].map(([, path]) => path ?? '');
  expect(linked.length).toBeGreaterThan(20);
  expect(linked.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
