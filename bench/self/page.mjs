// How soon a slow browser shows the report page: first paint, charts in view, a filter; alternating with an empty page of equal size.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { medianOf, ratioOf } from './log-ratio.mjs';
import { table } from './table.mjs';

const CPU_SLOWED = 4;
const SUBJECTS = 4;
const LIMITS_MS = { paint: 300, charts: 800, filter: 100 };
/** Of the bytes of the build beside. */
const BYTES_LIMIT = 0.8;
const QUERIES = ['verdict:slower', 'ratio>1.2', 'subject:python !verdict:faster', 'timers', ''];

/** `beside`: the `dist` of another build, whose pages take part in every turn. Null: there is none. */
export async function measurePage({ dist, beside = null, quick, progress }) {
  const { findBrowser } = await load(dist, 'reports/testing/find-browser.js');
  const found = await findBrowser();
  if (found === null) return { problem: 'no browser was found: set EVENLOOP_CHROMIUM to one', figures: [] };
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-bench-self-'));
  const browser = await chromium.launch({ executablePath: found.executablePath, args: [...found.args] });
  try {
    const figures = [];
    for (const scenarios of [20, 200]) {
      progress(`${scenarios} scenarios`);
      const builds = [];
      for (const [at, build] of [dist, ...(beside === null ? [] : [beside])].entries())
        builds.push(await writePages(build, folder, { scenarios, name: `${scenarios}-${at}` }));
      const [own, other = null] = await measured(browser, builds, quick ? 7 : 15);
      figures.push({ scenarios, ...own, beside: other });
    }
    return { slowed: CPU_SLOWED, limitsMs: LIMITS_MS, bytesLimit: BYTES_LIMIT, figures };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function pageTable({ problem, figures }) {
  if (problem !== undefined) return `${problem}\n`;
  const ms = ({ middle, lower, upper }) =>
    `${middle.toFixed(0)} (${lower.toFixed(0)} to ${upper.toFixed(0)})`;
  const row = (figure, name, key) => [
    `${name}, ${figure.scenarios} x ${SUBJECTS}`,
    ms(figure[`${key}Ms`]),
    figure.beside === null ? '' : ms(figure.beside[`${key}Ms`]),
    key === 'paint' ? ms(figure.emptyMs) : '',
    key === 'paint' ? `${figure.ratio.ratio.toFixed(2)}x` : '',
    `${LIMITS_MS[key]}`,
  ];
  return `${table(
    ['CPU slowed 4 times, ms', 'median (95 %)', 'beside', 'empty page', 'ratio', 'limit'],
    figures.flatMap((figure) => [
      row(figure, 'first contentful paint', 'paint'),
      row(figure, 'charts in view', 'charts'),
      row(figure, 'a filter', 'filter'),
    ]),
  )}bytes: ${figures.map(bytesText).join(', ')}\n`;
}

function bytesText({ scenarios, bytes, beside }) {
  const text = `${scenarios} x ${SUBJECTS}: ${bytes}`;
  return beside === null
    ? text
    : `${text} (${(bytes / beside.bytes).toFixed(2)}x of ${beside.bytes}, limit ${BYTES_LIMIT}x)`;
}

function load(dist, path) {
  return import(pathToFileURL(join(dist, path)).href);
}

async function writePages(dist, folder, { scenarios, name }) {
  const { renderReport } = await load(dist, 'reports/html/page.js');
  const { syntheticResult } = await load(dist, 'reports/testing/synthetic-result.js');
  const asset = (name) => readFileSync(join(dist, 'reports', 'html', name), 'utf8');
  const result = syntheticResult(scenarios, SUBJECTS);
  const page = join(folder, `page-${name}.html`);
  writeFileSync(page, renderReport(result, { script: asset('client.js'), style: asset('style.css') }));
  const { size } = statSync(page);
  const empty = join(folder, `empty-${name}.html`);
  const [head, tail] = ['<!doctype html><meta charset="utf-8"><title>empty</title><p>empty</p><!--', '-->'];
  writeFileSync(empty, head + 'x'.repeat(size - head.length - tail.length) + tail);
  const address = (path) => pathToFileURL(path).href;
  // The same scenario every time, in the middle: a link to it brings its charts into view.
  const { id } = result.scenarios[scenarios >> 1];
  return { page: address(page), empty: address(empty), place: `#scenario~~${id}`, bytes: size };
}

/** A turn opens the page of each build, an empty one, and the page at a scenario, in random order. */
async function measured(browser, builds, turns) {
  const seen = builds.map(() => ({ paint: [], empty: [], charts: [], filter: [] }));
  const acts = builds.flatMap(({ page, empty, place }, at) => [
    async () => seen[at].paint.push(await visit(browser, page, paintMs)),
    async () => seen[at].empty.push(await visit(browser, empty, paintMs)),
    async () => seen[at].charts.push(await visit(browser, page + place, chartsMs)),
    async () => seen[at].filter.push(...(await visit(browser, page, filterMs))),
  ]);
  for (const act of acts) await act();
  for (const list of seen.flatMap((lists) => Object.values(lists))) list.length = 0;
  for (let turn = 0; turn < turns; turn++)
    for (const act of acts.toSorted(() => Math.random() - 0.5)) await act();
  return builds.map(({ bytes }, at) => {
    const { paint, empty, charts, filter } = seen[at];
    return {
      bytes,
      paintMs: medianOf(paint),
      emptyMs: medianOf(empty),
      ratio: ratioOf(paint.map((value, turn) => [value, empty[turn]])),
      chartsMs: medianOf(charts),
      filterMs: medianOf(filter),
    };
  });
}

async function visit(browser, address, measure) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWED });
    if (measure === chartsMs) await page.addInitScript(watchCharts);
    await page.goto(address);
    return await measure(page);
  } finally {
    await context.close();
  }
}

// From here on everything that is handed to the page runs in it.

/** Since the navigation began, by the browser's own account. */
async function paintMs(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName('first-contentful-paint');
          if (entry !== undefined) resolve(entry.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
}

async function chartsMs(page) {
  await page.locator('html[data-charts-ms]').waitFor();
  return Number(await page.locator('html').getAttribute('data-charts-ms'));
}

/** Notes the first frame after which each chart in view is drawn. */
function watchCharts() {
  const inView = (element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    // What a closed part holds has a place and a height, too.
    return element.checkVisibility() && height > 0 && bottom > 0 && top < innerHeight;
  };
  const look = () => {
    const root = document.documentElement;
    const places =
      root?.dataset.ready === undefined ? [] : [...document.querySelectorAll('.charts')].filter(inView);
    const canvases = places.flatMap((place) => [...place.querySelectorAll('canvas')]);
    const made = places.length > 0 && places.every((place) => place.querySelector('canvas') !== null);
    if (made && canvases.filter(inView).every((canvas) => 'drawn' in canvas.dataset))
      requestAnimationFrame(() => setTimeout(() => (root.dataset.chartsMs = String(performance.now()))));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** From the key to the frame that shows its effect. */
async function filterMs(page) {
  await page.locator('html[data-ready]').waitFor();
  const times = [];
  for (const query of QUERIES)
    times.push(
      await page.locator('#filter').evaluate(
        (input, text) =>
          new Promise((resolve) => {
            const began = performance.now();
            input.value = text;
            input.dispatchEvent(new Event('input', { bubbles: true }));
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
          }),
        query,
      ),
    );
  return times;
}
