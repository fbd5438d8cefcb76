// Tests of how much a page weighs. The numbers are promises of the README: a change that breaks them has to give something up.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { syntheticResult } from '../testing/synthetic-result.ts';
import { renderReport } from './page.ts';

const BASE_LIMIT = 250 * 1024;
const SCENARIO_LIMIT = 4 * 1024;
const built = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../dist/reports/html/${name}`, import.meta.url)), 'utf8');

function bytesOf(scenarios: number, assets = { script: '', style: '' }): number {
  return Buffer.byteLength(renderReport(syntheticResult(scenarios), assets));
}

test('each further scenario with four subjects weighs at most four kilobytes', () => {
  expect((bytesOf(200) - bytesOf(20)) / 180).toBeLessThanOrEqual(SCENARIO_LIMIT);
  expect((bytesOf(20) - bytesOf(1)) / 19).toBeLessThanOrEqual(SCENARIO_LIMIT * 1.1);
});

test('the page of one scenario, with script and style, weighs at most 250 kilobytes', () => {
  const assets = { script: built('client.js'), style: built('style.css') };
  expect(bytesOf(1, assets)).toBeLessThanOrEqual(BASE_LIMIT);
});

test('raw values never reach the page: ten times the repetitions and the series change nothing that grows', () => {
  const plain = syntheticResult(4);
  const many = {
    ...plain,
    cells: plain.cells.map((cell) => ({
      ...cell,
      ...(cell.series === undefined
        ? {}
        : {
            series: {
              ...cell.series,
              points: Array.from({ length: 10 }, () => cell.series?.points ?? []).flat(),
            },
          }),
      measurements: cell.measurements.map((entry) => ({
        ...entry,
        repetitions: Array.from({ length: 10 }, () => entry.repetitions).flat(),
      })),
    })),
  };
  const size = (result: typeof plain): number =>
    Buffer.byteLength(renderReport(result, { script: '', style: '' }));
  expect(size(many)).toBeLessThan(size(plain) * 1.03);
});
