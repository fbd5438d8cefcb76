// Tests of what the page gives away as files: made in the page, whole, and under names that are safe.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawAll, foundBrowser, openBrowser } from '../testing/browser-page.ts';
import type { BrowserPage } from '../testing/browser-page.ts';
import { pageStates } from '../testing/page-states.ts';
import { renderReport } from './page.ts';

const RUN = 'evenloop-2026-03-14T09-26-53-quick';

describe.skipIf(foundBrowser === null)('files from the page (skipped: no browser found)', () => {
  let browser: BrowserPage;
  let url = '';
  const { result, context } = pageStates().full;

  beforeAll(async () => {
    browser = await openBrowser();
    url = browser.write('full.html', renderReport(result, browser.assets, context));
  });
  afterAll(async () => {
    await browser?.close();
  });

  test('the verdicts as CSV are the rows that the filter leaves, with the numbers of the result', async () => {
    const seen = await browser.visit(`${url}#q=verdict:slower`, {}, async (page) => {
      const shown = await page.locator('#verdicts tr[data-row]:visible').count();
      const file = await download(page, page.getByRole('button', { name: 'CSV: What is shown' }));
      expect(file.name).toBe(`${RUN}-verdicts.csv`);
      const lines = file.text.trim().split('\r\n');
      // A subject may be slower by several of its metrics.
      const slower = result.comparisons.filter(({ primary, verdict }) => primary && verdict === 'slower');
      expect(lines).toHaveLength(slower.length + 1);
      expect(shown).toBe(
        new Set(slower.map(({ scenario, set, subject }) => `${scenario} ${set} ${subject}`)).size,
      );
      expect(lines[0]).toBe(
        'run,scenario,set,metric,subject,verdict,meaning,scale,estimate_unit,estimate,low,high,level,unit,value,reference,pairs',
      );
      for (const line of lines.slice(1)) {
        const fields = line.split(',');
        const [run, scenario, set, metric, subject, verdict, , scale, effect, estimate] = fields;
        const [level, unit, , reference] = fields.slice(12);
        const entry = result.comparisons.find(
          (each) =>
            each.scenario === scenario &&
            each.set === set &&
            each.metric === metric &&
            each.subject === subject,
        );
        expect(verdict).toBe('slower');
        expect(Number(estimate) / (entry?.estimate ?? 0)).toBeCloseTo(1, 3);
        expect([run, reference, Number(level), unit]).toEqual([
          result.run.id,
          entry?.reference,
          entry?.level,
          'ns',
        ]);
        expect(effect).toBe(scale === 'ratio' ? 'ratio' : unit);
      }
    });
    expect(seen.requests.filter((address) => !address.startsWith('blob:'))).toEqual([url]);
    expect(seen.messages).toEqual([]);
  });

  test('the intervals as SVG are a drawing that stands alone', async () => {
    await browser.visit(url, {}, async (page) => {
      const file = await download(page, page.getByRole('button', { name: 'SVG: What is shown' }));
      expect(file.name).toBe(`${RUN}-verdicts.svg`);
      const ratios = result.comparisons.filter(
        (entry) => entry.primary && entry.scale === 'ratio' && entry.estimate !== null,
      );
      expect(file.text.split('<circle ').length - 1).toBe(ratios.length);
      expect(await page.evaluate(parseFault, file.text)).toBe('');
      expect(await page.evaluate(parseFault, '<svg><p></svg>')).not.toBe('');
    });
  });

  test('a scenario gives its data as CSV and JSON, a chart as PNG, a history as CSV', async () => {
    await browser.visit(url, {}, async (page) => {
      const article = page.locator('[id="scenario~~timers.mass"]');
      await drawAll(page, article);
      await drawAll(page, page.locator('#history'));
      const csv = await download(page, article.getByRole('button', { name: /^CSV/ }).first());
      expect(csv.name).toBe(`${RUN}-timers.mass-10k.csv`);
      expect(csv.text).toContain('timers.mass,10k,');
      const json = await download(page, article.getByRole('button', { name: /^JSON/ }).first());
      const content: unknown = JSON.parse(json.text);
      expect(content).toMatchObject({ run: result.run.id, scenario: { id: 'timers.mass' } });
      const png = await download(page, article.getByRole('button', { name: /^PNG/ }).first());
      expect(png.name).toMatch(/^evenloop-2026-03-14T09-26-53-quick-series-timers\.mass-10k.*\.png$/);
      expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
      expect(png.bytes.length).toBeGreaterThan(5000);
      const history = await download(
        page,
        page.locator('#history').getByRole('button', { name: /^CSV/ }).first(),
      );
      expect(history.text.split('\r\n')[0]).toMatch(/^run,started_at,commit,subject,value_ns,change$/);
    });
  });

  test('a counterexample gives the trace that the viewer opens', async () => {
    await browser.visit(url, {}, async (page) => {
      const press = page.getByRole('button', { name: /^Trace for Perfetto/ }).first();
      const file = await download(page, press);
      expect(file.name).toMatch(/^evenloop-trace-.*\.json$/);
      const trace: unknown = JSON.parse(file.text);
      expect(trace).toHaveProperty('traceEvents');
    });
  });
});

interface File {
  readonly name: string;
  readonly text: string;
  readonly bytes: Buffer;
}

async function download(page: Page, press: Locator): Promise<File> {
  const [file] = await Promise.all([page.waitForEvent('download'), press.click()]);
  const bytes = readFileSync(await file.path());
  return { name: file.suggestedFilename(), text: bytes.toString('utf8'), bytes };
}

// What follows runs in the page, where the types of the root project know no document.

declare const DOMParser: new () => {
  parseFromString(
    text: string,
    type: string,
  ): { querySelector(selector: string): { readonly textContent: string } | null };
};

function parseFault(text: string): string {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
  return parsed.querySelector('parsererror')?.textContent ?? '';
}
