// Tests of the page with axe: every state of a run, both themes, three widths, everything opened and drawn.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawForPrint, foundBrowser, openBrowser } from '../testing/browser-page.ts';
import type { BrowserPage } from '../testing/browser-page.ts';
import { pageStates } from '../testing/page-states.ts';
import { renderReport } from './page.ts';

const axeSource = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
const STATES = pageStates();
/** Six times axe over a page with everything opened. */
const LIMIT_MS = 120_000;
/** What axe asks of colours: all that another theme can change. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
const LOOKS = [360, 800, 1280].flatMap((width) => [
  ['light' as const, width] as const,
  ['dark' as const, width] as const,
]);

describe.skipIf(foundBrowser === null)('accessibility in a browser (skipped: no browser found)', () => {
  let browser: BrowserPage;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  test.each(Object.entries(STATES))(
    'a run that is %s has no fault in either theme at any width',
    async (name, { result, context }) => {
      const url = browser.write(`${name}.html`, renderReport(result, browser.assets, context));
      // With a mistake in the query, so that it is looked at too.
      const options = { bypassCSP: true, viewport: { width: 360, height: 900 } };
      await browser.visit(`${url}#q=verdict:slwer`, options, async (page) => {
        await drawForPrint(page);
        await page.addScriptTag({ path: axeSource });
        for (const [colorScheme, width] of LOOKS) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          const faults = await page.evaluate(runAxe, colorScheme === 'dark' ? OF_COLOURS : null);
          expect([colorScheme, width, faults]).toEqual([colorScheme, width, []]);
        }
      });
    },
    LIMIT_MS,
  );

  test('a fault is found', async () => {
    const url = browser.write('fault.html', renderReport(STATES.empty.result, browser.assets));
    await browser.visit(url, { bypassCSP: true }, async (page) => {
      await page.addScriptTag({ path: axeSource });
      await page.evaluate(() => {
        document.body.innerHTML =
          '<main><h1>A fault</h1><button></button><p style="color: #777; background: #888">grey</p></main>';
      });
      expect((await page.evaluate(runAxe, null)).map((fault) => fault.split(':')[0])).toEqual([
        'button-name',
        'color-contrast',
      ]);
      const ofColours = await page.evaluate(runAxe, OF_COLOURS);
      expect(ofColours.map((fault) => fault.split(':')[0])).toEqual(['color-contrast']);
    });
  });
});

// What follows runs in the page, where the types of the root project know no document.

declare const document: { readonly body: { innerHTML: string } };
declare const axe: {
  run(
    context: object,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
};

/** With these rules, or with all of the named standards. */
async function runAxe(rules: readonly string[] | null): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const runOnly = rules === null ? { type: 'tag', values: tags } : { type: 'rule', values: rules };
  const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}
