// The page of the atlas in a real browser: readable and accessible in both themes and three widths, silent, searchable, linkable, and readable without its script.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diffColumns, findColumn } from '../../harness/atlas/diff-columns.ts';
import { buildAtlas } from '../../harness/atlas/build-atlas.ts';
import { loadRunners, loadSources } from '../../harness/atlas/load-sources.ts';
import { readAtlas } from '../../harness/atlas/read-checks.ts';
import { scenarios } from '../../scenarios/index.ts';
import { connectBrowser, foundBrowser } from '../testing/browser-page.ts';
import { renderAtlas } from './atlas-page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [360, 800, 1280];
const LOOK = 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))';
const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth';
const OPEN = 'for (const part of document.querySelectorAll("details")) part.open = true';

/** Scenarios that have cells and parts of every kind: axe takes a quarter of a minute for all of them. */
const EVERY_KIND: ReadonlySet<string> = new Set([
  'dispatch.context',
  'timers.extremes',
  'file_watch.rename_over',
  'io_fanout.pipes',
  'runners',
]);

let browser: Browser | null = null;
const folder = mkdtempSync(join(tmpdir(), 'evenloop-atlas-page-'));
const address = pathToFileURL(join(folder, 'atlas.html')).href;

beforeAll(async () => {
  if (foundBrowser === null) return;
  const asset = (name: string): string => readFileSync(join(foundBrowser?.assets ?? '', name), 'utf8');
  const own = readAtlas(`${ROOT}docs/atlas.json`);
  const observed = own === null ? [] : [own];
  const atlas = buildAtlas({
    sources: loadSources(ROOT, scenarios),
    runners: loadRunners(ROOT, []),
    observed,
  });
  const [from, to] = ['node@20', 'node@24'].map((name) => findColumn(atlas.columns, name));
  const diff = from?.ok && to?.ok ? diffColumns(atlas, from.value, to.value) : null;
  const assets = { script: asset('atlas.js'), style: asset('style.css') + asset('atlas.css') };
  writeFileSync(join(folder, 'atlas.html'), renderAtlas(atlas, assets, diff));
  const some = { ...atlas, sections: atlas.sections.filter(({ id }) => EVERY_KIND.has(id)) };
  writeFileSync(join(folder, 'some.html'), renderAtlas(some, assets, diff));
  browser = await connectBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(options: BrowserContextOptions, hash = ''): Promise<Page> {
  if (browser === null) throw new Error('there is no browser');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  await page.goto(`${address}${hash}`);
  return page;
}

test.skipIf(foundBrowser === null).each(['light', 'dark'] as const)(
  'it has nothing to object to in the %s theme at any width, with everything unfolded',
  async (colorScheme) => {
    const page = await opened({ bypassCSP: true, colorScheme });
    await page.evaluate(OPEN);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await page.evaluate(OVERFLOW)]).toEqual([width, 0]);
    }
    await page.goto(pathToFileURL(join(folder, 'some.html')).href);
    await page.addScriptTag({ content: AXE });
    await page.evaluate(OPEN);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await page.evaluate(LOOK)]).toEqual([width, []]);
    }
    await page.close();
  },
);

test.skipIf(foundBrowser === null)('it asks for nothing and says nothing, with its own policy', async () => {
  if (browser === null) throw new Error('there is no browser');
  const page = await browser.newPage();
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  page.on('console', (message) => seen.push(message.text()));
  page.on('pageerror', (error) => seen.push(error.message));
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor();
  expect(seen).toEqual([address]);
  await page.close();
});

test.skipIf(foundBrowser === null)(
  'a search shows the rows that have every word, and opens them',
  async () => {
    const page = await opened({});
    await page.locator('#find').fill('nan timer');
    const rows = page.locator('#scenarios tbody tr:visible');
    await expect.poll(async () => rows.count()).toBeGreaterThan(0);
    const ids = await rows.evaluateAll((all: { id: string }[]) => all.map(({ id }) => id));
    expect(ids).toContain('timers.extremes/NaN');
    expect(ids).not.toContain('timers.extremes/0');
    expect(await page.locator('#found').textContent()).toMatch(/^\d+ of \d+ rows$/);
    await page.locator('#find').fill('');
    await page.locator('#differing').check();
    expect(await page.locator('#scenarios tbody tr:visible:not([data-differs])').count()).toBe(0);
    expect(await page.locator('#scenarios tbody tr:visible').count()).toBeGreaterThan(10);
    await page.close();
  },
);

test.skipIf(foundBrowser === null)('the address of a row opens its scenario and shows it', async () => {
  const page = await opened({}, '#timers.extremes/NaN');
  const row = page.locator('[id="timers.extremes/NaN"]');
  await row.waitFor({ state: 'visible' });
  await page.locator('#find').fill('phases');
  await row.waitFor({ state: 'hidden' });
  await page.evaluate('location.hash = "#timers.extremes/-1"');
  await page.locator('[id="timers.extremes/-1"]').waitFor({ state: 'visible' });
  expect(await page.locator('#find').inputValue()).toBe('');
  await page.close();
});

test.skipIf(foundBrowser === null)(
  'without its script all of it can be read, and nothing is offered in vain',
  async () => {
    const page = await opened({ javaScriptEnabled: false });
    expect(await page.locator('#finder').isVisible()).toBe(false);
    expect(await page.locator('#diff').textContent()).toContain('ordering.primitives/lock_order');
    await page.locator('[id="ordering.phases"] > summary').click();
    await page.locator('[id="ordering.phases/turn"]').waitFor({ state: 'visible' });
    await page.close();
  },
);
