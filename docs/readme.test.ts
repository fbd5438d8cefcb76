// The first page: what it shows comes from one run, its picture is small, and what it links to is there.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const PICTURE = join(ROOT, 'docs', 'report.png');
/** As in `scripts/readme.mjs`: a README is often read over a slow line. */
const MOST_BYTES = 200_000;

const answer =
  README.split('<!-- of one run: npm run readme -- <run> -->')[1]?.split('<!-- end of that run -->')[0] ?? '';

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
  expect(statSync(PICTURE).size).toBeLessThanOrEqual(MOST_BYTES);
});

test('each file it links to is there', () => {
  const linked = [...README.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/gu)].map(([, path]) => path ?? '');
  expect(linked.length).toBeGreaterThan(20);
  expect(linked.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
