// Tests of the page without a mouse: from the first key to a point of a chart, with words for who cannot see it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawForPrint, foundBrowser, openBrowser } from '../testing/browser-page.ts';
import type { BrowserPage } from '../testing/browser-page.ts';
import { pageStates } from '../testing/page-states.ts';
import { renderReport } from './page.ts';

describe.skipIf(foundBrowser === null)('the page by keyboard (skipped: no browser found)', () => {
  let browser: BrowserPage;
  let url = '';

  beforeAll(async () => {
    browser = await openBrowser();
    const { result, context } = pageStates().full;
    url = browser.write('full.html', renderReport(result, browser.assets, context));
  });
  afterAll(async () => {
    await browser?.close();
  });

  test('from the skip link to the filter, a preset, a heading and back to all rows', async () => {
    await browser.visit(url, {}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toContain('Skip to the verdicts');
      await page.keyboard.press('Enter');
      await tabTo(page, /^filter /);
      await page.keyboard.type('is:comparable');
      await tabTo(page, /[#&]q=verdict:/);
      await page.keyboard.press('Enter');
      await page.locator('.presets a[aria-current]').waitFor();
      await tabTo(page, /^ Verdict $/);
      await page.keyboard.press('Enter');
      expect(await page.locator('th[aria-sort=ascending]').textContent()).toContain('Verdict');
      await page.keyboard.press('Space');
      expect(await page.locator('th[aria-sort=descending]').count()).toBe(1);
    });
  });

  test('the arrow keys move through a chart and say what is there; plus and zero change how much of it is shown; so do all kinds of charts', async () => {
    await browser.visit(url, {}, async (page) => {
      await drawForPrint(page);
      const canvas = page.locator('canvas[data-chart^="curve~~"]').first();
      await canvas.scrollIntoViewIfNeeded();
      await page.locator('canvas[data-chart^="curve~~"][data-drawn]').first().waitFor();
      const speech = canvas.locator('xpath=ancestor::figure//*[@aria-live]');
      await canvas.press('ArrowRight');
      expect(await speech.textContent()).toMatch(/^p1, node\/promises {2}[\d.]+ \u00b5s/);
      await canvas.press('ArrowRight');
      expect(await speech.textContent()).toMatch(/^p[2-9.\d]+, node\/promises/);
      await canvas.press('End');
      expect(await speech.textContent()).toMatch(/^p99\.9, /);
      await canvas.press('+');
      expect(await page.evaluate(() => location.hash)).toMatch(/^#zoom=curve/);
      expect(await speech.textContent()).toBe('A part of the range is shown.');
      await canvas.press('Home');
      expect(await speech.textContent()).not.toMatch(/^p1,/);
      await canvas.press('0');
      expect(await page.evaluate(() => location.hash)).toBe('');
      // So does each chart that can be walked through.
      for (const kind of ['curve', 'series', 'scaling', 'history']) {
        const canvas = page.locator(`canvas[data-chart^="${kind}~~"]`).first();
        await canvas.scrollIntoViewIfNeeded();
        await canvas.press('ArrowRight');
        const said = await canvas.locator('xpath=ancestor::figure//*[@aria-live]').textContent();
        expect([kind, said]).toEqual([kind, expect.stringMatching(/.+, .*(node|python)\/.+ {2}.+/)]);
      }
    });
  });
});

/** Presses Tab until something with this text, id or address has the focus. */
async function tabTo(page: Page, text: RegExp): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press('Tab');
    if (text.test(await focused(page))) return;
  }
  throw new Error(`the Tab key leads to no ${text.source}`);
}

// What follows runs in the page, where the types of the root project know no document.

declare const document: {
  readonly activeElement: {
    readonly id: string;
    readonly textContent: string;
    getAttribute(name: string): string | null;
  } | null;
};
declare const location: { readonly hash: string };

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    return at === null
      ? ''
      : `${at.id} ${at.textContent.trim().slice(0, 60)} ${at.getAttribute('href') ?? ''}`;
  });
}
