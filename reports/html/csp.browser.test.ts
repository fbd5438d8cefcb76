// Tests of hostile texts in a real browser: through every field of a result and through the address, nothing of them runs.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../harness/contract/result.ts';
import { drawForPrint, foundBrowser, openBrowser } from '../testing/browser-page.ts';
import type { BrowserPage } from '../testing/browser-page.ts';
import { fullSample } from '../testing/full-sample.ts';
import { hostileCorpus } from '../testing/hostile-corpus.ts';
import { HOSTILE_TEXTS, suffixer } from '../testing/hostile.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { renderReport } from './page.ts';

const CORPUS = [...hostileCorpus(), ...HOSTILE_TEXTS];
/** As many texts at a time go into each field. */
const AT_A_TIME = 128;
/** A browser stops pages that change their address hundreds of times, and a query has an end. */
const IN_A_QUERY = 16;

describe.skipIf(foundBrowser === null)('hostile texts in a browser (skipped: no browser found)', () => {
  let browser: BrowserPage;
  let withSuffix: ReturnType<typeof suffixer>;

  beforeAll(async () => {
    browser = await openBrowser();
    withSuffix = suffixer(small());
  });
  afterAll(async () => {
    await browser?.close();
  });

  test('there are five hundred hostile texts', () => {
    expect(new Set(CORPUS).size).toBeGreaterThanOrEqual(500);
  });

  /** How many elements the page has with this text in every field, once it was found to do no harm. */
  async function look(name: string, suffix: string): Promise<number> {
    const url = browser.write(`${name}.html`, renderReport(withSuffix(suffix), browser.assets));
    let elements = 0;
    const seen = await browser.visit(url, {}, async (page) => {
      await drawForPrint(page);
      expect(await page.locator('canvas[data-drawn]').count()).toBeGreaterThan(5);
      expect(await page.evaluate(harmOf)).toEqual([]);
      elements = await page.locator('*').count();
    });
    expect(seen).toEqual({ requests: [url], messages: [] });
    return elements;
  }

  let harmless: Promise<number> | undefined;

  test.each(chunks())(
    'hostile texts from number %d on, in every field of a result, stay texts',
    async (_, texts) => {
      harmless ??= look('harmless', 'x');
      expect(await look('hostile', texts.join(' '))).toBe(await harmless);
    },
  );

  test('five hundred hostile texts in the address do nothing but filter', async () => {
    const url = browser.write('report.html', renderReport(sampleResult(), browser.assets));
    const seen = await browser.visit(url, {}, async (page) => {
      const before = await page.locator('script, style, iframe, object, base, meta').count();
      const coded = CORPUS.map((text) => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '?')));
      for (let from = 0; from < coded.length; from += IN_A_QUERY) {
        const some = coded.slice(from, from + IN_A_QUERY);
        const [one = ''] = some;
        const lists = `open=${some.join(',')}&zoom=${some.map((text) => `${text}:0:1`).join(',')}`;
        await page.evaluate(setHash, `#q=${some.join('%20')}&s=${one}&theme=${one}&at=${one}&${lists}`);
        await page.evaluate(setHash, `#${one}`);
      }
      expect(await page.evaluate(harmOf)).toEqual([]);
      expect(await page.locator('script, style, iframe, object, base, meta').count()).toBe(before);
      expect(await page.locator('tr[data-row]:visible').count()).toBeGreaterThan(10);
    });
    expect(seen).toEqual({ requests: [url], messages: [] });
  });

  test('a script that came in all the same would not run, and nothing could be fetched', async () => {
    const page = renderReport(sampleResult(), browser.assets).replace(
      '<main>',
      '<main><script>globalThis.__hit=1</script>',
    );
    const url = browser.write('injected.html', page);
    const seen = await browser.visit(url, {}, async (opened) => {
      expect(await opened.evaluate(() => '__hit' in globalThis)).toBe(false);
      expect(await opened.evaluate(tryToFetch)).toBe('refused');
    });
    expect(seen.messages.join('\n')).toContain('Content Security Policy');
  });

  test('the search for harm finds it', async () => {
    const url = browser.write('report.html', renderReport(sampleResult(), browser.assets));
    await browser.visit(url, { bypassCSP: true }, async (page) => {
      await page.evaluate(() => {
        document.body.innerHTML = '<img src="javascript:1" onerror="globalThis.__hit=1"><a href="#x">y</a>';
      });
      await page.waitForFunction(() => '__hit' in globalThis);
      expect(await page.evaluate(harmOf)).toEqual(['it ran', 'onerror', 'src javascript:1']);
    });
  });

  test('without its script every verdict, ratio and interval is there to read', async () => {
    const result = fullSample();
    const url = browser.write('full.html', renderReport(result, browser.assets));
    const primary = result.comparisons.filter((entry) => entry.primary);
    await browser.visit(url, { javaScriptEnabled: false }, async (page) => {
      const rows = page.locator('#verdicts tr[data-row]');
      expect(await rows.count()).toBe(linesIn(primary).size);
      for (const row of await rows.all()) expect(await row.isVisible()).toBe(true);
      await expectIntervals(page, primary);
      expect(await page.locator('.charts canvas, .filter').count()).toBe(0);
    });
  });
});

function chunks(): (readonly [number, readonly string[]])[] {
  const count = Math.ceil(CORPUS.length / AT_A_TIME);
  return Array.from({ length: count }, (_, index) => [
    index * AT_A_TIME,
    CORPUS.slice(index * AT_A_TIME, (index + 1) * AT_A_TIME),
  ]);
}

/** One cell of each kind: differing, failed, with a curve. */
function small(): RunResult {
  const full = fullSample();
  const wanted = new Set(['ordering.defer', 'file_watch.burst', 'timers.mass', 'io_fanout.tcp_echo']);
  return {
    ...full,
    scenarios: full.scenarios.filter(({ id }) => wanted.has(id)),
    cells: full.cells.filter(({ scenario }) => wanted.has(scenario)),
    comparisons: full.comparisons.filter(({ scenario }) => wanted.has(scenario)),
  };
}

/** A subject of a block is one line, however many metrics it has. */
function linesIn(primary: RunResult['comparisons']): ReadonlySet<string> {
  return new Set(primary.map(({ scenario, set, subject }) => JSON.stringify([scenario, set, subject])));
}

/** Every compared row shows a number, its interval and its drawing; every other one says why not. */
async function expectIntervals(page: Page, primary: RunResult['comparisons']): Promise<void> {
  const compared = primary.filter(({ verdict }) => verdict !== 'not-comparable');
  const rows = await page.locator('#verdicts tr[data-row]').allTextContents();
  expect(rows.join('\n').match(/\[[^\]]+, [^\]]+\]/g)).toHaveLength(compared.length);
  const drawn = page.locator('#verdicts tr[data-row] svg');
  // A line has the drawing of its first metric.
  expect(await drawn.count()).toBe(linesIn(compared).size);
  for (const drawing of await drawn.all()) expect(await drawing.isVisible()).toBe(true);
}

// What follows runs in the page, where the types of the root project know no document.

interface Element {
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
}
declare const document: {
  readonly body: { innerHTML: string };
  querySelectorAll(selector: string): Iterable<Element>;
};
declare const location: { hash: string };

/** Whether anything ran, and each attribute that could act: handlers, and addresses that are not places of this page. */
function harmOf(): string[] {
  const harm = '__hit' in globalThis ? ['it ran'] : [];
  for (const element of document.querySelectorAll('body *'))
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) harm.push(name);
      if (['href', 'src', 'action', 'data', 'srcdoc', 'formaction'].includes(name) && !value.startsWith('#'))
        harm.push(`${name} ${value}`);
    }
  return harm.sort();
}

function setHash(hash: string): void {
  location.hash = hash;
}

async function tryToFetch(): Promise<string> {
  return fetch('data:text/plain,x').then(
    () => 'answered',
    () => 'refused',
  );
}
