// The shared browser with the built page in it, for the tests of the page.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import type { ReportAssets } from '../html/page.ts';

/** Null: tests in a browser are skipped by name. */
export const foundBrowser = inject('browser');

/** What a page asked for and said while it was open. */
export interface PageSeen {
  readonly requests: readonly string[];
  readonly messages: readonly string[];
}
export interface BrowserPage {
  readonly assets: ReportAssets;
  /** Answers the address of the file. */
  readonly write: (name: string, page: string) => string;
  /** Opens the address, waits for the script, acts. */
  readonly visit: (
    address: string,
    options: BrowserContextOptions,
    act: (page: Page) => Promise<void>,
  ) => Promise<PageSeen>;
  readonly close: () => Promise<void>;
}

/** The one browser of all files; closing it ends the connection and what was opened through it. */
export async function connectBrowser(): Promise<Browser> {
  const address = foundBrowser?.address ?? null;
  if (address === null) throw new Error(foundBrowser?.trouble ?? 'there is no browser');
  return chromium.connectOverCDP(address);
}

export async function openBrowser(): Promise<BrowserPage> {
  const browser = await connectBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-page-'));
  const asset = (name: string): string => readFileSync(join(foundBrowser?.assets ?? '', name), 'utf8');
  return {
    assets: { script: asset('client.js'), style: asset('style.css') },
    write: (name, page) => {
      writeFileSync(join(folder, name), page);
      return pathToFileURL(join(folder, name)).href;
    },
    visit: async (address, options, act) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const requests: string[] = [];
      const messages: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => messages.push(message.text()));
      page.on('pageerror', (error) => messages.push(error.message));
      page.on('dialog', (dialog) => messages.push(dialog.message()));
      await page.goto(address);
      if (options.javaScriptEnabled !== false) await page.locator('html[data-ready]').waitFor();
      await act(page);
      await context.close();
      return { requests, messages };
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Brings each chart into view, as somebody does who reads the whole page, or this part of it. */
export async function drawAll(page: Page, part: Page | Locator = page): Promise<void> {
  // Folded parts have no place on the screen.
  await page.locator('article.scenario > details, .more-charts').evaluateAll(openParts);
  // Figures are made when their place comes near, so their number grows on the way.
  for (const place of await part.locator('.charts').all()) {
    await place.scrollIntoViewIfNeeded();
    await place.locator('canvas').first().waitFor();
    for (const canvas of await place.locator('canvas').all()) {
      await canvas.scrollIntoViewIfNeeded();
      const id = (await canvas.getAttribute('data-chart')) ?? '';
      await page.locator(`canvas[data-chart="${id}"][data-drawn]`).waitFor();
    }
  }
}

/** Opens every part and draws every chart at once, as for the printer. */
export async function drawForPrint(page: Page): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}

// Runs in the page, where the types of the root project know no window.
const openParts = (parts: { open: boolean }[]): void => {
  for (const part of parts) part.open = true;
};
declare function dispatchEvent(event: Event): boolean;
