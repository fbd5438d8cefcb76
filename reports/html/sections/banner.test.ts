// Tests of what stands above a run that is not whole.
import { expect, test } from 'vitest';
import type { Cell, RunResult } from '../../../harness/contract/result.ts';
import { sampleResult } from '../../testing/sample-result.ts';
import { banner } from './banner.ts';
import { markupOf } from '../html.ts';
import { renderReport } from '../page.ts';

const bannerText = (result: RunResult): string => markupOf(banner(result)).replace(/<[^>]+>/g, ' ');

/** The sample without its failure and its divergence: nothing to warn of. */
function whole(): RunResult {
  const result = sampleResult();
  const cells = result.cells.filter((cell) => cell.verdict === 'equivalent');
  return { ...result, cells, exit: { code: 0, reasons: [] } };
}

function proved(result: RunResult, count: number): Cell[] {
  return result.cells.map((cell, index) =>
    index < 2 ? Object.assign({}, cell, { invocations: { planned: 6, proved: count, failed: 0 } }) : cell,
  );
}

test('a whole run has no banner', () => {
  expect(bannerText(whole())).toBe('');
});

test('an interrupted run says how much is missing and how to run it again', () => {
  const result = whole();
  const text = bannerText({
    ...result,
    run: { ...result.run, complete: false, interrupted: true },
    cells: proved(result, 2),
  });
  expect(text).toContain('This run was interrupted.');
  expect(text).toContain('8 of 162 planned invocations are missing, in 2 of 27 cells.');
  expect(text).toContain('Run it again: evenloop run --profile quick --seed 42');
});

test('an incomplete run says so', () => {
  const result = whole();
  const text = bannerText({ ...result, run: { ...result.run, complete: false }, cells: proved(result, 5) });
  expect(text).toContain('This run is incomplete.');
  expect(text).toContain('2 of 162 planned invocations are missing');
});

test('an empty run says that nothing was measured, and the page still has its parts', () => {
  const result: RunResult = {
    ...whole(),
    cells: [],
    comparisons: [],
    scenarios: [],
    runtimes: [],
    exit: {
      code: 3,
      reasons: [{ code: 'EL4006', exit: 3, cause: 'No runner answered.', next: 'Run evenloop list.' }],
    },
  };
  expect(bannerText(result)).toContain('This run has no numbers.');
  expect(bannerText(result)).toContain('EL4006');
  const page = renderReport(result, { script: '', style: '' });
  expect(page).toContain('<h1>Nothing was measured.</h1>');
  expect(page).toContain('id="environment"');
  expect(page).not.toContain('<section id="verdicts"');
});

test('a run in which every cell failed leads to the first failure', () => {
  const result = sampleResult();
  const cells = result.cells.filter((cell) => cell.verdict === 'failed');
  expect(bannerText({ ...result, cells })).toContain('The only cell is not proved.');
});

test('a run with failed cells names their number, and more reasons than fit are folded', () => {
  const result = sampleResult();
  const failed = { ...result, cells: result.cells.filter(({ verdict }) => verdict !== 'divergent') };
  expect(bannerText({ ...failed, exit: { ...result.exit, code: 13 } })).toContain('One cell failed.');
  const [reason] = result.exit.reasons;
  if (reason === undefined) throw new Error('the sample lost its reasons');
  const many = { ...result, exit: { code: 13, reasons: Array.from({ length: 8 }, () => reason) } };
  expect(bannerText(many)).toContain('3 more');
});

test('a run that only diverged says what that means', () => {
  const result = sampleResult();
  const cells = result.cells.filter((cell) => cell.verdict !== 'failed');
  const text = bannerText({ ...result, cells, exit: { code: 10, reasons: [] } });
  expect(text).toContain('Not all subjects did the same.');
});
