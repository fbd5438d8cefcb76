// Tests of the finished file in a real browser: offline, silent, accessible, readable without its script, and narrow.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../testing/find-browser.ts';
import { HOSTILE_TEXTS, suffixer } from '../testing/hostile.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { renderReport } from './page.ts';
import type { ReportAssets } from './page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axeSource = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
const found = await findBrowser();

/** Elsewhere the tests below are skipped by name; where results count, a missing browser is a failure. */
function promiseKept(browser: typeof found, ci: string | undefined): void {
  if (browser === null && ci !== undefined) throw new Error('no browser: set EVENLOOP_CHROMIUM to one');
}

test('a browser is there where one is promised', () => {
  expect(() => promiseKept(null, 'true')).toThrow(/browser/);
  expect(() => promiseKept(null, undefined)).not.toThrow();
  expect(() => promiseKept(found, process.env['CI'])).not.toThrow();
});

describe.skipIf(found === null)('the page in a browser (skipped: no browser found)', () => {
  let browser: Browser;
  let folder: string;
  let url: string;
  let hostileUrl: string;
  let assets: ReportAssets;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenloop-page-'));
    execFileSync(process.execPath, [join(root, 'scripts', 'build-page.mjs'), folder]);
    assets = {
      script: readFileSync(join(folder, 'client.js'), 'utf8'),
      style: readFileSync(join(folder, 'style.css'), 'utf8'),
    };
    const write = (name: string, page: string): string => {
      writeFileSync(join(folder, name), page);
      return pathToFileURL(join(folder, name)).href;
    };
    url = write('report.html', renderReport(sampleResult(), assets));
    const hostile = suffixer(sampleResult())(HOSTILE_TEXTS.join(' '));
    hostileUrl = write('hostile.html', renderReport(hostile, assets));
    browser = await chromium.launch({
      executablePath: found?.executablePath ?? '',
      args: [...(found?.args ?? [])],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page, does something with it, and answers what it requested and what it said. */
  async function visit(
    address: string,
    options: BrowserContextOptions,
    act: (page: Page) => Promise<void>,
  ): Promise<{ requests: string[]; messages: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const messages: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(error.message));
    page.on('dialog', (dialog) => messages.push(dialog.message()));
    await page.goto(address);
    await act(page);
    await context.close();
    return { requests, messages };
  }

  test('it opens from a file, requests nothing else, says nothing, and draws each chart as it comes into view', async () => {
    const seen = await visit(url, {}, async (page) => {
      const all = await page.locator('canvas').count();
      expect(all).toBeGreaterThan(9);
      expect(await page.locator('canvas[data-drawn]').count()).toBeLessThan(all);
      await drawAll(page);
      expect(await painted(page)).toEqual(Array.from({ length: all }, () => true));
    });
    expect(seen).toEqual({ requests: [url], messages: [] });
  });

  test('a page without results is not larger than 250 KiB', () => {
    const empty = { ...sampleResult(), cells: [], comparisons: [], scenarios: [] };
    const bytes = Buffer.byteLength(renderReport(empty, assets));
    expect(bytes).toBeGreaterThan(100 * 1024);
    expect(bytes).toBeLessThan(250 * 1024);
  });

  test('hostile texts stay texts', async () => {
    const seen = await visit(hostileUrl, {}, async (page) => {
      await drawAll(page);
      expect(await page.evaluate(() => '__hit' in globalThis)).toBe(false);
      expect(await page.locator('img, svg[onload], [onerror], [autofocus]').count()).toBe(0);
      expect(await page.locator('script').count()).toBe(2);
    });
    expect(seen).toEqual({ requests: [hostileUrl], messages: [] });
  });

  test('without its script every verdict, ratio and interval is there to read', async () => {
    const result = sampleResult();
    const primary = result.comparisons.filter((entry) => entry.primary);
    const numbers = primary.filter((entry) => entry.verdict !== 'not-comparable');
    await visit(url, { javaScriptEnabled: false }, async (page) => {
      const table = page.locator('#verdicts > .scroll table');
      const blocks = new Set(primary.map((entry) => entry.scenario)).size;
      expect(await table.locator('tbody tr').count()).toBe(primary.length + 2 * blocks);
      const drawings = await table.locator('svg.forest[role=img]').all();
      expect(drawings).toHaveLength(numbers.length);
      for (const drawing of drawings) expect(await drawing.isVisible()).toBe(true);
      expect(await page.locator('canvas').first().isVisible()).toBe(false);
      expect(await page.locator('#conformance tbody tr').count()).toBe(9);
    });
  });

  test.each(['light', 'dark'] as const)('it has no fault of accessibility in %s', async (colorScheme) => {
    await visit(url, { colorScheme, bypassCSP: true }, async (page) => {
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      await drawAll(page);
      await page.addScriptTag({ path: axeSource });
      expect(await page.evaluate(runAxe)).toEqual([]);
      await page.evaluate(() => {
        document.body.innerHTML = '<main><h1>A fault</h1><button></button></main>';
      });
      expect((await page.evaluate(runAxe)).map((fault) => fault.split(':')[0])).toEqual(['button-name']);
    });
  });

  test.each([360, 800])('at %d pixels it does not scroll sideways', async (width) => {
    await visit(url, { viewport: { width, height: 800 } }, async (page) => {
      await drawAll(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  });

  test('the theme switch changes colours and draws the charts again', async () => {
    await visit(url, { colorScheme: 'light' }, async (page) => {
      const canvas = page.locator('canvas').first();
      await canvas.scrollIntoViewIfNeeded();
      await page.locator('canvas[data-drawn]').first().waitFor();
      const before = await ground(page);
      const drawing = await canvas.evaluate(picture);
      await page.getByRole('button', { name: 'Dark theme' }).click();
      expect(await ground(page)).not.toBe(before);
      expect(await canvas.evaluate(picture)).not.toBe(drawing);
      await page.getByRole('button', { name: 'Light theme' }).waitFor();
    });
  });

  test('the arrow keys move through a chart and say what is there', async () => {
    await visit(url, {}, async (page) => {
      const canvas = page.locator('canvas[tabindex]').first();
      await canvas.scrollIntoViewIfNeeded();
      await page.locator('canvas[tabindex][data-drawn]').first().waitFor();
      await canvas.press('ArrowRight');
      const speech = await page.locator('[aria-live]').first().textContent();
      expect(speech).toMatch(/^p\d[\d.]*, node\/promises {2}[\d.]+ \u00b5s/);
    });
  });

  test('a link to a rule opens the part of the page that it stands in', async () => {
    await visit(url, {}, async (page) => {
      await page.locator('#counterexamples .finding a').first().click();
      await page.locator('[id="rule~~ordering.defer~~L3"]').waitFor({ state: 'visible' });
    });
  });

  test('the printer gets everything opened and drawn, and the page is as before afterwards', async () => {
    await visit(url, {}, async (page) => {
      const closed = await page.locator('details:not([open])').count();
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      expect(await page.locator('details:not([open])').count()).toBe(0);
      expect(await page.locator('canvas:not([data-drawn])').count()).toBe(0);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      expect(await page.locator('details:not([open])').count()).toBe(closed);
    });
  });
});

async function drawAll(page: Page): Promise<void> {
  for (const canvas of await page.locator('canvas').all()) {
    await canvas.scrollIntoViewIfNeeded();
    const id = (await canvas.getAttribute('data-chart')) ?? '';
    await page.locator(`canvas[data-chart="${id}"][data-drawn]`).waitFor();
  }
}

// What follows runs in the page, where the types of the root project know no document.

declare const document: {
  readonly documentElement: { readonly scrollWidth: number };
  readonly body: { innerHTML: string };
  querySelectorAll(selector: string): Iterable<{ open: boolean }>;
};
declare const axe: {
  run(
    context: object,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
};
declare function dispatchEvent(event: Event): boolean;
declare function getComputedStyle(element: object): { readonly backgroundColor: string };
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
  };
  toDataURL(): string;
}

const picture = (canvas: Canvas): string => canvas.toDataURL();

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

async function runAxe(): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}
