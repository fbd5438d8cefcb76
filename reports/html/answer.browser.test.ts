// Tests of the first screen: somebody who has never seen the page finds who is faster, how sure that is, and whether all did the same.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundBrowser, openBrowser } from '../testing/browser-page.ts';
import type { BrowserPage } from '../testing/browser-page.ts';
import { pageStates } from '../testing/page-states.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { renderReport } from './page.ts';

describe.skipIf(foundBrowser === null)('the answer in a browser (skipped: no browser found)', () => {
  let browser: BrowserPage;
  let url = '';
  let plain = '';

  beforeAll(async () => {
    browser = await openBrowser();
    const { result, context } = pageStates().full;
    url = browser.write('full.html', renderReport(result, browser.assets, context));
    plain = browser.write('plain.html', renderReport(sampleResult(), browser.assets));
  });
  afterAll(async () => {
    await browser?.close();
  });

  test.each([
    [1280, 900],
    [360, 2 * 780],
  ])('at a width of %d, three questions are answered within %d pixels', async (width, height) => {
    const seen = await browser.visit(plain, { viewport: { width, height: 780 } }, async (page) => {
      const echo = page.locator('.sentences li', { hasText: 'TCP echo' });
      // Which is faster at echo, and how sure is that?
      expect(await textWithin(echo, height)).toMatch(
        /python\/coroutines: slower at TCP echo \(2\.20× \[2\.17, 2\.23\] CPU per round trip\)/,
      );
      expect(await textWithin(page.locator('h1'), height)).toContain(
        'against node/promises: slower in 5 of 9',
      );
      expect(await textWithin(page.locator('#answer .key'), height)).toContain(
        'intervals of 99 % confidence',
      );
      // Does it mean the same?
      expect(await textWithin(page.locator('.meaning'), height)).toMatch(
        /Do they do the same\?.*27 of 29 cells are equivalent, 1 differs in meaning, 1 failed/s,
      );
      // The grid has begun, with a verdict in it.
      const first = page.locator('#grid-all tbody tr').first();
      expect(await textWithin(first, height)).toMatch(/File watch: modify.*\d×/s);
    });
    expect(seen).toEqual({ requests: [plain], messages: [] });
  });

  test('a cell says its name, word and interval when it is pointed at or reached by key, and leads to its line', async () => {
    await browser.visit(plain, {}, async (page) => {
      const cell = page.locator('#grid-all td.slower a', { hasText: '2.20×' });
      const told = cell.locator('span');
      expect(await told.textContent()).toBe('python/coroutines slower [2.17, 2.23]');
      expect(await told.evaluate(clipOf)).not.toBe('none');
      await cell.hover();
      expect(await told.evaluate(clipOf)).toBe('none');
      await page.mouse.move(0, 0);
      expect(await told.evaluate(clipOf)).not.toBe('none');
      await page.keyboard.press('Tab');
      await cell.focus();
      expect(await told.evaluate(clipOf)).toBe('none');
      await cell.press('Enter');
      const line = page.locator('tr:focus');
      expect(await line.textContent()).toMatch(/^python\/coroutines.*2\.20×/s);
    });
  });

  test('the grid is sorted by a subject upwards, downwards and as it was, and the address keeps it', async () => {
    await browser.visit(plain, {}, async (page) => {
      const names = async (): Promise<string[]> => page.locator('#grid-all tbody th').allTextContents();
      const before = await names();
      const heading = page.locator('#grid-all th[data-subject="python/coroutines"] button');
      await heading.click();
      const upwards = await ratiosOf(page);
      expect(upwards.length).toBeGreaterThan(4);
      expect(upwards).toEqual(upwards.toSorted((a, b) => a - b));
      expect(await page.locator('#grid-all [aria-sort=ascending]').count()).toBe(1);
      await heading.click();
      expect(await ratiosOf(page)).toEqual(upwards.toReversed());
      expect(await page.evaluate(() => location.hash)).toBe('#s=!%40python/coroutines');
      await page.reload();
      await page.locator('html[data-ready]').waitFor();
      expect(await ratiosOf(page)).toEqual(upwards.toReversed());
      await heading.click();
      expect(await names()).toEqual(before);
    });
  });

  test('the filter hides the lines of the grid that it leaves nothing of', async () => {
    await browser.visit(`${plain}#q=timers`, {}, async (page) => {
      const names = await page.locator('#grid-all tbody tr:visible th').allTextContents();
      expect(names.length).toBe(3);
      expect(names.join(' ')).toMatch(/Sleep loop.*Distinct deadlines.*Timers en masse/);
    });
  });

  test('as it opens, the page of a default run is at most 6000 pixels high, and no column of the verdicts is out of sight', async () => {
    const { scenarios, cells, comparisons, ...rest } = sampleResult();
    const good = cells.every(({ verdict }) => verdict === 'equivalent');
    expect(good).toBe(false);
    const whole = {
      ...rest,
      scenarios,
      // As far as a verdict can be from being there: the longest reason that a run gives by itself.
      comparisons: comparisons.map((entry) =>
        entry.verdict === 'unclear' ? Object.assign({}, entry, { needs: null }) : entry,
      ),
      exit: { code: 0, reasons: [] },
      cells: cells.map((cell) =>
        cell.verdict === 'equivalent' || cell.verdict === 'unsupported'
          ? cell
          : Object.assign({}, cell, { verdict: 'equivalent', findings: [], findingCount: 0, failures: [] }),
      ),
    };
    const address = browser.write('whole.html', renderReport(whole, browser.assets));
    await browser.visit(address, {}, async (page) => {
      await page.locator('#scenarios').scrollIntoViewIfNeeded();
      await page.locator('canvas[data-drawn]').first().waitFor();
      expect(await page.locator('article.scenario > details[open]').count()).toBe(1);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      expect(height).toBeLessThanOrEqual(6000);
      expect(height).toBeGreaterThan(2000);
      expect(await page.locator('#verdicts').textContent()).toContain('more pairs than a run has');
      const verdicts = page.locator('.scroll:has(> #effects-primary)');
      expect(await verdicts.evaluate(hiddenWidth)).toBe(0);
      // On a narrow screen each line is a card: its drawing is as wide as the axis above all of them.
      await page.setViewportSize({ width: 360, height: 780 });
      expect(await verdicts.evaluate(hiddenWidth)).toBe(0);
      const axis = await verdicts.locator('svg.axis').first().boundingBox();
      const drawing = await verdicts.locator('tr.unclear td svg').first().boundingBox();
      expect(drawing?.width).toBeCloseTo(axis?.width ?? 0, 0);
    });
  });

  test('the legend draws and hides each line but that of the reference', async () => {
    await browser.visit(`${url}#scenario~~timers.sleep_loop`, {}, async (page) => {
      const canvas = page.locator('canvas[data-chart^="curve~~timers.sleep_loop"]');
      const figure = page.locator('figure', { has: canvas });
      await page.locator('canvas[data-chart^="curve~~timers.sleep_loop"][data-drawn]').waitFor();
      const entries = await figure.locator('.legend li').allTextContents();
      const switches = figure.locator('.legend button');
      expect(entries[0]?.trim()).toBe('node/promises');
      expect(await switches.count()).toBe(entries.length - 1);
      expect(await figure.locator('.legend [aria-pressed=true]').count()).toBe(
        Math.min(4, entries.length - 1),
      );
      const before = await canvas.evaluate(picture);
      await switches.first().click();
      expect(await switches.first().getAttribute('aria-pressed')).toBe('false');
      expect(await canvas.evaluate(picture)).not.toBe(before);
      await switches.first().click();
      await page.mouse.move(0, 0);
      expect(await canvas.evaluate(picture)).toBe(before);
    });
  });

  test('without its script sentences, grid, pivots and folded parts can be read', async () => {
    await browser.visit(plain, { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('.sentences li:visible').count()).toBeGreaterThan(7);
      expect(await page.locator('#grid-all td a:visible').count()).toBeGreaterThan(15);
      const folded = page.locator('article.scenario').last();
      await folded.locator('summary').first().click();
      expect(await folded.locator('h4').first().isVisible()).toBe(true);
    });
  });
});

/** The text, if all of it lies within the first pixels of the page. */
async function textWithin(part: Locator, height: number): Promise<string> {
  const box = await part.boundingBox();
  if (box === null || box.y + box.height > height)
    return `ends at ${box === null ? 'nothing' : box.y + box.height}`;
  return (await part.textContent()) ?? '';
}

async function ratiosOf(page: Page): Promise<number[]> {
  const texts = await page.locator('#grid-all td:nth-last-child(2)').allTextContents();
  return texts.flatMap((text) => {
    const ratio = /^([\d.]+)\u00d7/.exec(text)?.[1];
    return ratio === undefined ? [] : [Number(ratio)];
  });
}

// What follows runs in the page, where the types of the root project know no document.

declare const document: { readonly documentElement: { readonly scrollHeight: number } };
declare const location: { readonly hash: string };
declare function getComputedStyle(element: object): { readonly clipPath: string };

const hiddenWidth = (part: { readonly scrollWidth: number; readonly clientWidth: number }): number =>
  part.scrollWidth - part.clientWidth;
const clipOf = (element: object): string => getComputedStyle(element).clipPath;
const picture = (canvas: { toDataURL(): string }): string => canvas.toDataURL();
