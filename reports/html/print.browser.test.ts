// Tests of the page on paper: everything opened and drawn, and as before afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawForPrint, foundBrowser, openBrowser } from '../testing/browser-page.ts';
import type { BrowserPage } from '../testing/browser-page.ts';
import { pageStates } from '../testing/page-states.ts';
import { renderReport } from './page.ts';

describe.skipIf(foundBrowser === null)('the page on paper (skipped: no browser found)', () => {
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

  test('the printer gets everything opened and drawn, and the page is as before afterwards', async () => {
    await browser.visit(url, {}, async (page) => {
      const closed = await page.locator('details:not([open])').count();
      expect(closed).toBeGreaterThan(3);
      await drawForPrint(page);
      expect(await page.locator('details:not([open])').count()).toBe(0);
      expect(await page.locator('.charts:not(:has(canvas))').count()).toBe(0);
      expect(await page.locator('canvas:not([data-drawn])').count()).toBe(0);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      expect(await page.locator('details:not([open])').count()).toBe(closed);
      expect(await page.evaluate(() => location.hash)).toBe('');
    });
  });

  test('as a PDF it has all charts, and no controls', async () => {
    await browser.visit(url, {}, async (page) => {
      const pdf = await page.pdf({ format: 'A4' });
      expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      const charts = await page.locator('canvas[data-drawn]').count();
      expect(charts).toBe(25);
      // Each canvas becomes a drawing of its own.
      const drawings = pdf.toString('latin1').match(/\/Subtype \/(Form|Image)/g) ?? [];
      expect(drawings.length).toBeGreaterThanOrEqual(charts);
      await page.emulateMedia({ media: 'print' });
      // Headings stay to be read.
      expect(await page.locator('button:not(.sort):visible, input:visible, select:visible').count()).toBe(0);
    });
  });
});

// Runs in the page, where the types of the root project know no document.
declare const location: { readonly hash: string };
declare function dispatchEvent(event: Event): boolean;
