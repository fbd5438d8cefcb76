// Tests of what the reader makes of the page: it shows at once, stands in the address, comes back from it.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundBrowser, openBrowser } from '../testing/browser-page.ts';
import type { BrowserPage } from '../testing/browser-page.ts';
import { pageStates } from '../testing/page-states.ts';
import { anchor } from './html.ts';
import { renderReport } from './page.ts';

const ROWS = '#verdicts tr[data-row]:visible';
/** The folded part of a scenario, as the address names it. */
const OPENED = `${anchor('scenario', 'timers.deadlines')}.1`;

describe.skipIf(foundBrowser === null)('the state of the page (skipped: no browser found)', () => {
  let browser: BrowserPage;
  let url = '';
  const quiet = () => ({ requests: [url], messages: [] });

  beforeAll(async () => {
    browser = await openBrowser();
    const { result, context } = pageStates().full;
    url = browser.write('full.html', renderReport(result, browser.assets, context));
  });
  afterAll(async () => {
    await browser?.close();
  });

  test('a typed query hides what it does not mean, counts, and can be gone back over in one step', async () => {
    const seen = await browser.visit(url, {}, async (page) => {
      const all = await page.locator(ROWS).count();
      await page.getByLabel('Filter', { exact: true }).pressSequentially('verdict:slower subject:python');
      const shown = await page.locator(ROWS).allTextContents();
      expect(shown.length).toBeGreaterThan(2);
      expect(shown.length).toBeLessThan(all);
      for (const text of shown) expect(text).toMatch(/python\/.*slower/s);
      expect(await page.locator('#filter-count').textContent()).toBe(`${shown.length} of ${all} rows`);
      expect(await hash(page)).toBe('#q=verdict:slower%20subject:python');
      const articles = await page.locator('article.scenario:visible').count();
      expect(articles).toBeLessThan(await page.locator('article.scenario').count());
      await page.goBack();
      expect(await page.locator(ROWS).count()).toBe(all);
      expect(await page.getByLabel('Filter', { exact: true }).inputValue()).toBe('');
      await page.goForward();
      expect(await page.locator(ROWS).count()).toBe(shown.length);
      await page.getByRole('button', { name: 'Clear' }).click();
      expect(await page.locator(ROWS).count()).toBe(all);
      expect(await hash(page)).toBe('');
    });
    expect(seen).toEqual(quiet());
  });

  test('each preset finds what it says, and is left by following it again', async () => {
    await browser.visit(url, {}, async (page) => {
      const all = await page.locator(ROWS).count();
      const presets = page.locator('.presets a');
      expect(await presets.count()).toBeGreaterThan(5);
      for (const preset of await presets.all()) {
        const count = Number(await preset.locator('span').textContent());
        await preset.click();
        await page.locator('.presets a[aria-current]').waitFor();
        expect([await preset.textContent(), await page.locator(ROWS).count()]).toEqual([
          await preset.textContent(),
          count,
        ]);
        await preset.click();
        await page.locator('.presets:not(:has([aria-current]))').waitFor();
        expect(await page.locator(ROWS).count()).toBe(all);
      }
    });
  });

  test('a mistake in a query is marked where it is, hides nothing, and its hint mends it', async () => {
    await browser.visit(`${url}#q=verdict:slwer`, {}, async (page) => {
      const all = await page.locator('#verdicts tr[data-row]').count();
      expect(await page.locator(ROWS).count()).toBe(all);
      expect(await page.locator('#filter-fault mark').textContent()).toBe('slwer');
      expect(await page.locator('#filter').getAttribute('aria-invalid')).toBe('true');
      await page.locator('#filter-fault a').click();
      await page.locator('#filter-fault:empty').waitFor({ state: 'attached' });
      expect(await page.locator(ROWS).count()).toBeLessThan(all);
      expect(await page.locator('#filter').getAttribute('aria-invalid')).toBeNull();
    });
  });

  test('sorting by a column puts rows in order both ways, and the way back is one press more', async () => {
    await browser.visit(url, {}, async (page) => {
      const before = await page.locator(ROWS).allTextContents();
      const heading = page.getByRole('button', { name: /^Against reference/ });
      await heading.click();
      const upwards = await ratiosOf(page);
      expect(upwards).toEqual(upwards.toSorted((a, b) => a - b));
      expect(await page.locator('[aria-sort=ascending]').count()).toBe(1);
      await heading.click();
      const downwards = await ratiosOf(page);
      expect(downwards).toEqual(downwards.toSorted((a, b) => b - a));
      expect(downwards).not.toEqual(upwards);
      expect(await hash(page)).toBe('#s=!effect');
      await heading.click();
      expect(await page.locator(ROWS).allTextContents()).toEqual(before);
      await page.goBack();
      expect(await ratiosOf(page)).toEqual(downwards);
    });
  });

  test('an address with everything in it shows everything in it, and stays as it is', async () => {
    const chart = anchor('curve', 'timers.deadlines', '64x4ms');
    const state = `#q=timers&s=!value&theme=dark&open=query-help,${OPENED}&zoom=${chart}:0.5:1.5`;
    const seen = await browser.visit(url + state, {}, async (page) => {
      expect(await page.getByLabel('Filter', { exact: true }).inputValue()).toBe('timers');
      expect(await page.locator('[aria-sort=descending]').count()).toBe(1);
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
      expect(await page.locator('#query-help').getAttribute('open')).toBe('');
      const figure = await figureOf(page, chart);
      expect(await figure.getByRole('button', { name: /^Show all/ }).isVisible()).toBe(true);
      expect(await hash(page)).toBe(state);
    });
    expect(seen.messages).toEqual([]);
  });

  test('dragging over a chart shows that part of it; the back button and its own lead back', async () => {
    const chart = anchor('curve', 'timers.deadlines', '64x4ms');
    await browser.visit(`${url}#open=${OPENED}`, {}, async (page) => {
      const figure = await figureOf(page, chart);
      const canvas = figure.locator('canvas');
      const whole = await canvas.evaluate(picture);
      const { x = 0, y = 0, width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
      await page.mouse.move(x + width * 0.4, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 4 });
      expect(await figure.locator('.brush').count()).toBe(1);
      await page.mouse.up();
      expect(await hash(page)).toMatch(
        /^#open=scenario~~timers\.deadlines\.1&zoom=curve~~timers\.deadlines~~64x4ms:[\d.]+:[\d.]+$/,
      );
      await page.mouse.move(0, 0);
      expect(await figure.locator('.brush').count()).toBe(0);
      expect(await canvas.evaluate(picture)).not.toBe(whole);
      await page.goBack();
      expect(await hash(page)).toBe(`#open=${OPENED}`);
      await page.goForward();
      await figure.getByRole('button', { name: /^Show all/ }).click();
      expect(await hash(page)).toBe(`#open=${OPENED}`);
      expect(await figure.getByRole('button', { name: /^Show all/ }).isVisible()).toBe(false);
    });
  });

  test('what was opened stands in the address, and a link to a place keeps the rest of it', async () => {
    await browser.visit(`${url}#q=timers`, {}, async (page) => {
      await page.locator('#query-help summary').click();
      await page.waitForFunction(() => location.hash.includes('open=query-help'));
      await page.locator('nav a[href="#environment"]').click();
      expect(await hash(page)).toBe('#at=environment&q=timers&open=query-help');
      await page.reload();
      await page.locator('html[data-ready]').waitFor();
      expect(await page.locator('#query-help').getAttribute('open')).toBe('');
    });
  });

  test('a link to a rule leads to it, opened and in sight, also where the filter had hidden it', async () => {
    await browser.visit(`${url}#q=timers`, {}, async (page) => {
      const link = page.locator('#counterexamples .finding a').first();
      const id = (await link.getAttribute('href'))?.slice(1) ?? '';
      await link.click();
      await page.locator(`[id="${id}"]`).waitFor({ state: 'visible' });
      expect(await page.evaluate(() => document.activeElement?.id)).toBe(id);
    });
  });
});

async function figureOf(page: Page, chart: string) {
  await page
    .locator(`[id="${anchor('scenario', 'timers.deadlines')}"] .charts`)
    .first()
    .scrollIntoViewIfNeeded();
  const canvas = page.locator(`canvas[data-chart="${chart}"]`);
  await canvas.waitFor();
  await canvas.scrollIntoViewIfNeeded();
  await page.locator(`canvas[data-chart="${chart}"][data-drawn]`).waitFor();
  return page.locator('figure', { has: canvas });
}

/** The first ratio of each scenario, in the order of the table. */
async function ratiosOf(page: Page): Promise<number[]> {
  const bodies = await page.locator('#verdicts tbody').allTextContents();
  return bodies.flatMap((text) => {
    const ratio = /([\d.]+)\u00d7/.exec(text)?.[1];
    return ratio === undefined ? [] : [Number(ratio)];
  });
}

// What follows runs in the page, where the types of the root project know no document.

declare const document: {
  readonly documentElement: { readonly dataset: Readonly<Record<string, string>> };
  readonly activeElement: { readonly id: string } | null;
};
declare const location: { readonly hash: string };

const picture = (canvas: { toDataURL(): string }): string => canvas.toDataURL();

async function hash(page: Page): Promise<string> {
  return page.evaluate(() => location.hash);
}
