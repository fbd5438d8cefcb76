// Tests of the finished file in a real browser: offline, silent, drawn when seen, in both themes and at any width.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawAll, drawForPrint, foundBrowser, openBrowser } from '../testing/browser-page.ts';
import type { BrowserPage } from '../testing/browser-page.ts';
import { pageStates } from '../testing/page-states.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { renderReport } from './page.ts';

/** Elsewhere the tests below are skipped by name; where results count, a missing browser is a failure. */
function promiseKept(browser: typeof foundBrowser, ci: string | undefined): void {
  if (browser === null && ci !== undefined) throw new Error('no browser: set EVENLOOP_CHROMIUM to one');
}

test('a browser is there where one is promised', () => {
  expect(() => promiseKept(null, 'true')).toThrow(/browser/);
  expect(() => promiseKept(null, undefined)).not.toThrow();
  expect(() => promiseKept(foundBrowser, process.env['CI'])).not.toThrow();
});

const STATES = pageStates();

describe.skipIf(foundBrowser === null)('the page in a browser (skipped: no browser found)', () => {
  let browser: BrowserPage;
  let url = '';

  beforeAll(async () => {
    browser = await openBrowser();
    url = browser.write('full.html', renderReport(STATES.full.result, browser.assets, STATES.full.context));
  });
  afterAll(async () => {
    await browser?.close();
  });

  test('it opens from a file, requests nothing else, says nothing, and draws each chart as it comes into view', async () => {
    const seen = await browser.visit(url, {}, async (page) => {
      const places = await page.locator('.charts').count();
      expect(await page.locator('.charts:not(:has(canvas))').count()).toBeGreaterThan(places / 2);
      await drawAll(page);
      const all = await page.locator('canvas').count();
      expect(all).toBe(25);
      expect(await painted(page)).toEqual(Array.from({ length: all }, () => true));
      const ids = await page.locator('canvas').evaluateAll(chartIds);
      expect(new Set(ids).size).toBe(all);
      const kinds = new Set(ids.map((id) => (id.endsWith('~~ecdf') ? 'ecdf' : id.split('~~')[0])));
      expect(kinds).toEqual(new Set(['curve', 'ecdf', 'history', 'rates', 'scaling', 'series']));
    });
    expect(seen).toEqual({ requests: [url], messages: [] });
  });

  test('a page without results is not larger than 250 KiB', () => {
    const empty = { ...sampleResult(), cells: [], comparisons: [], scenarios: [] };
    const bytes = Buffer.byteLength(renderReport(empty, browser.assets));
    expect(bytes).toBeGreaterThan(100 * 1024);
    expect(bytes).toBeLessThan(250 * 1024);
  });

  test.each(Object.entries(STATES))(
    'a run that is %s does not scroll sideways at any width',
    async (name, { result, context }) => {
      const address = browser.write(`${name}.html`, renderReport(result, browser.assets, context));
      const seen = await browser.visit(address, { viewport: { width: 1280, height: 800 } }, async (page) => {
        await drawForPrint(page);
        // From wide to narrow: what does not shrink is too wide.
        for (const width of [1280, 800, 360]) {
          await page.setViewportSize({ width, height: 800 });
          await page.evaluate(twoFrames);
          expect([width, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([
            width,
            width,
          ]);
        }
      });
      expect(seen).toEqual({ requests: [address], messages: [] });
    },
  );

  test('the theme switch changes colours and draws the charts in view again', async () => {
    await browser.visit(url, { colorScheme: 'light' }, async (page) => {
      const place = page.locator('.charts').first();
      await place.scrollIntoViewIfNeeded();
      const canvas = page.locator('canvas[data-drawn]').first();
      await canvas.waitFor();
      const before = await ground(page);
      const drawing = await canvas.evaluate(picture);
      await page.getByRole('button', { name: 'Dark theme' }).evaluate(press);
      expect(await ground(page)).not.toBe(before);
      await canvas.scrollIntoViewIfNeeded();
      await canvas.waitFor();
      expect(await canvas.evaluate(picture)).not.toBe(drawing);
      expect(await page.evaluate(() => location.hash)).toBe('#theme=dark');
      await page.getByRole('button', { name: 'Light theme' }).waitFor();
    });
  });

  test('where colours are forced, the intervals can still be seen', async () => {
    await browser.visit(url, { forcedColors: 'active' }, async (page) => {
      const [ink, paper] = await page.locator('tr[data-row] svg').first().evaluate(inkAndPaper);
      expect(ink).not.toBe(paper);
    });
  });
});

// What follows runs in the page, where the types of the root project know no document.

declare const document: {
  readonly documentElement: { readonly scrollWidth: number };
  readonly body: object;
};
declare const location: { readonly hash: string };
declare function getComputedStyle(element: object): {
  readonly backgroundColor: string;
  readonly fill: string;
};
interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly dataset: Readonly<Record<string, string>>;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
  };
  toDataURL(): string;
}

declare function requestAnimationFrame(act: () => void): void;

/** After them what watches sizes has drawn. */
const twoFrames = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

const picture = (canvas: Canvas): string => canvas.toDataURL();
const press = (button: { click(): void }): void => button.click();
const chartIds = (all: Canvas[]): string[] => all.map((canvas) => canvas.dataset['chart'] ?? '');
const inkAndPaper = (drawing: { querySelector(selector: string): object | null }): string[] => [
  getComputedStyle(drawing.querySelector('circle') ?? document.body).fill,
  getComputedStyle(document.body).backgroundColor,
];

async function ground(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

/** For each canvas, whether anything was painted on it. */
async function painted(page: Page): Promise<boolean[]> {
  return page.locator('canvas').evaluateAll((all) =>
    all.map((canvas: Canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.some((byte) => byte !== 0);
    }),
  );
}
