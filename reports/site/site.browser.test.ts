// The pages of the site in a real browser: readable, accessible in both themes and three widths, silent, and without a script.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareRuns } from '../../harness/compare/compare-runs.ts';
import { connectBrowser, foundBrowser } from '../testing/browser-page.ts';
import { sampleRuns } from '../testing/sample-history.ts';
import { comparePage } from './compare-page.ts';
import { summaryOf } from '../history/run-summary.ts';
import { makeShell } from './shell.ts';
import { historySlugs, siteFiles } from './site-files.ts';

const STYLES = ['style.css', 'client/client.css'].map((name) => new URL(`../html/${name}`, import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['index.html', '404.html', 'history/timers.sleep_loop.html', 'compare/run-0011.html'];
const WIDTHS = [360, 800, 1280];

const LOOK = 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))';
const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth';

let browser: Browser | null = null;
const folder = mkdtempSync(join(tmpdir(), 'evenloop-site-page-'));

beforeAll(async () => {
  writeSample();
  if (foundBrowser !== null) browser = await connectBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(options: BrowserContextOptions): Promise<Page> {
  if (browser === null) throw new Error('there is no browser');
  return browser.newPage(options);
}

function writeSample(): void {
  const shell = makeShell(STYLES.map((url) => readFileSync(url, 'utf8')).join('\n'));
  const results = sampleRuns(12, 8);
  const runs = results.map((result) => summaryOf(result, result.run.id));
  const against = new Map([
    ['run-0011', { base: 'run-0010', sentence: 'Against the run before', regressions: 0 }],
  ]);
  const find = (values: readonly number[]) =>
    (values[8] ?? 0) > (values[7] ?? 0) * 1.1 ? [{ index: 8, confidence: 0.99 }] : [];
  const skipped = [{ name: 'torn', reason: 'it is not JSON' }];
  const files = siteFiles({ runs, drawn: new Set(['run-0011']), against, skipped, find }, shell);
  const [before, after] = results.slice(-2);
  if (before === undefined || after === undefined) throw new Error('too few samples');
  const sides = { base: { slug: 'run-0010', result: before }, head: { slug: 'run-0011', result: after } };
  const changes = compareRuns(before, after);
  const compared = comparePage({ ...sides, changes, histories: historySlugs(runs) }, shell);
  for (const [path, content] of [...files, ['compare/run-0011.html', compared] as const]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

test.skipIf(foundBrowser === null).each(PAGES)(
  '%s has nothing to object to in either theme at any width',
  async (path) => {
    // Only so that axe can run: the page's own policy allows no script at all.
    const page = await opened({ bypassCSP: true });
    await page.goto(pathToFileURL(join(folder, path)).href);
    await page.addScriptTag({ content: AXE });
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of WIDTHS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        const [violations, overflow] = await Promise.all([page.evaluate(LOOK), page.evaluate(OVERFLOW)]);
        expect([path, colorScheme, width, violations, overflow]).toEqual([path, colorScheme, width, [], 0]);
      }
    await page.close();
  },
);

test.skipIf(foundBrowser === null).each(PAGES)(
  '%s asks for nothing and says nothing, with its own policy',
  async (path) => {
    const page = await opened({});
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url()));
    page.on('console', (message) => seen.push(message.text()));
    const address = pathToFileURL(join(folder, path)).href;
    await page.goto(address);
    expect(seen).toEqual([address]);
    await page.close();
  },
);
