// docs/exports.md has each format once, in the form in which it is written, and the versions that the tests run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { EXPORT_FORMATS, EXPORT_SHAPES } from '../harness/contract/export-formats.ts';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const page = read('docs/exports.md');
const rows = [...page.matchAll(/^\| `([\w-]+)` +\| (file|folder) +\| (.+)$/gm)];

test('the table has each format once, in the order of the help, as file or folder', () => {
  expect(rows.map(([, format, shape]) => [format, shape])).toEqual(
    EXPORT_FORMATS.map((format) => [format, EXPORT_SHAPES[format]]),
  );
});

test('the consumers that it names are those that are installed', () => {
  const python = [...read('reports/testing/consumers/requirements.txt').matchAll(/^([\w-]+)==(\S+)$/gm)];
  const locked = new Map(python.map(([, name = '', version = '']) => [name.replaceAll('_', '-'), version]));
  const npm = (JSON.parse(read('package.json')) as { devDependencies: Record<string, string> })
    .devDependencies;
  const named = [
    ...page.matchAll(
      /\b(asv|ctrf|hdr-histogram-js|hdrhistogram|junitparser|prometheus-client|apache-otava|pyperf|pytest-benchmark)`? (\d+\.\d+\.\d+)/g,
    ),
  ];
  expect(new Set(named.map(([, name]) => name)).size).toBe(9);
  for (const [, name = '', version] of named)
    expect([name, locked.get(name) ?? npm[name]]).toEqual([name, version]);
});

test('the page does not speak of formats that there are not', () => {
  const given = [...page.matchAll(/--export ([\w-]+)=/g)].map(([, format]) => format);
  expect(given.length).toBeGreaterThan(3);
  for (const format of given) expect(EXPORT_FORMATS).toContain(format);
});
