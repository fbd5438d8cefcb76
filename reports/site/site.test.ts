// The site as files: every link leads somewhere, equal input gives equal bytes, hostile names stay text, empty is a page.
import { expect, test } from 'vitest';
import type { RunResult } from '../../harness/contract/result.ts';
import { HOSTILE_TEXTS } from '../testing/hostile.ts';
import { sampleRuns } from '../testing/sample-history.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { badgeJson, badgeSvg, conformanceBadge, regressionBadge } from './badge.ts';
import { comparePage, compareSentence } from './compare-page.ts';
import { historyOf } from '../history/history.ts';
import type { FindChangePoints } from '../history/history.ts';
import { runBefore } from './run-before.ts';
import { summaryOf } from '../history/run-summary.ts';
import { makeShell } from './shell.ts';
import { historySlugs, siteFiles } from './site-files.ts';
import { makeSlugs } from './slug.ts';

const shell = makeShell('body{margin:0}');
const COUNT = 12;
const STEP = 8;

function summaries(results: readonly RunResult[]) {
  const slugFor = makeSlugs();
  return results.map((result) => summaryOf(result, slugFor(result.run.id)));
}

/** Where a value is a tenth above the first one. */
const findStep: FindChangePoints = (values) => {
  const index = values.findIndex((value) => value > (values[0] ?? 0) * 1.1);
  return index < 1 ? [] : [{ index, confidence: 0.995 }];
};

function siteOf(results: readonly RunResult[], find: FindChangePoints | null = findStep) {
  const runs = summaries(results);
  const drawn = new Set(runs.slice(-3).map(({ slug }) => slug));
  return siteFiles({ runs, drawn, against: new Map(), skipped: [], find }, shell);
}

test('the newest run comes first, with its answer above all', () => {
  const index = siteOf(sampleRuns(COUNT, STEP)).get('index.html') ?? '';
  expect(index.indexOf('run-0011')).toBeLessThan(index.indexOf('run-0010'));
  expect(/<h1>([^<]*)<\/h1>/.exec(index)?.[1]).toContain('9 scenarios');
  expect(index).toContain(`The newest of ${COUNT} runs.`);
});

test('every relative link leads to a file of the site, to a report, or to a place on its page', () => {
  const files = siteOf(sampleRuns(COUNT, STEP));
  const dead: string[] = [];
  for (const [path, content] of files) {
    for (const [, href = ''] of content.matchAll(/<a href="([^"]*)"/g)) {
      const [target = '', fragment = ''] = href.split('#');
      const full = new URL(target, `http://x/${path}`).pathname.slice(1);
      const page = target === '' ? content : files.get(full);
      const isReport = /^runs\/run-00(09|10|11)\/report\.html$/.test(full);
      const isThere = page === undefined ? isReport : fragment === '' || page.includes(`id="${fragment}"`);
      if (!isThere) dead.push(`${path} -> ${href}`);
    }
  }
  expect(dead).toEqual([]);
  expect(files.get('404.html')).not.toContain('href=');
});

test('equal input gives equal bytes', () => {
  const [first, second] = [siteOf(sampleRuns(COUNT, STEP)), siteOf(sampleRuns(COUNT, STEP))];
  expect([...second]).toEqual([...first]);
});

test('a folder without runs has a page that says what to do', () => {
  const files = siteOf([]);
  expect(files.get('index.html')).toContain('<h1>No runs yet.</h1>');
  expect(files.get('index.html')).toContain('evenloop run');
  expect([...files.keys()]).toContain('.nojekyll');
  expect(JSON.parse(files.get('badge/conformance.json') ?? '')).toMatchObject({ message: 'no run' });
});

test('a step is found where it is, and told with its runs, its size and its commits', () => {
  const charts = historyOf(summaries(sampleRuns(COUNT, STEP)), findStep);
  const chart = charts.find(({ scenario }) => scenario === 'timers.sleep_loop');
  const line = chart?.lines.find(({ subject }) => subject === 'python/coroutines');
  expect(line?.changes).toHaveLength(1);
  expect(line?.changes[0]).toMatchObject({ at: STEP, before: { id: 'run-0007' }, after: { id: 'run-0008' } });
  expect(line?.changes[0]?.ratio).toBeCloseTo(1.2, 1);
  expect(chart?.lines.find(({ subject }) => subject === 'node/promises')?.changes).toEqual([]);
  const page = siteOf(sampleRuns(COUNT, STEP)).get('history/timers.sleep_loop.html') ?? '';
  expect(page).toMatch(
    /<b>python\/coroutines<\/b> ▼ worse: .* between c0ffee07 and c0ffee08, confidence 99\.5 %/,
  );
});

test('a machine that drifts moves all times and no ratio: no change point', () => {
  const drifting = sampleRuns(COUNT, COUNT);
  for (const [index, { cells }] of drifting.entries())
    for (const measurement of cells.flatMap(({ measurements }) => measurements))
      measurement.value *= index < STEP ? 1 : 1.3;
  const lines = historyOf(summaries(drifting), findStep).flatMap((chart) => chart.lines);
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.flatMap(({ changes }) => changes)).toEqual([]);
});

test('without a statistic the history says that it made no search for change points', () => {
  const page = siteOf(sampleRuns(COUNT, STEP), null).get('history/timers.sleep_loop.html');
  expect(page).toContain('No search for change points was made.');
  expect(page).not.toContain('No change point');
});

test('another machine, profile or version of a scenario begins a chart of its own', () => {
  const [first, second, third, fourth] = sampleRuns(4, 9);
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    throw new Error('too few samples');
  const other = { ...second, environment: { ...second.environment, cpuModel: 'another' } };
  const slow = { ...third, run: { ...third.run, profile: 'full' } };
  const scenarios = fourth.scenarios.map((scenario) => ({ ...scenario, version: scenario.version + 1 }));
  const charts = (results: readonly RunResult[]): number =>
    historyOf(summaries(results), null).filter(({ scenario }) => scenario === 'timers.sleep_loop').length;
  const alone = charts([first]);
  expect(charts([first, other, slow, { ...fourth, scenarios }])).toBe(4 * alone);
  expect(charts([first, second])).toBe(alone);
});

test('a run without a value leaves a gap in the line, and no zero', () => {
  const runs = sampleRuns(4, 9);
  const [, , third] = runs;
  for (const cell of third?.cells ?? []) if (cell.subject === 'node/callbacks') cell.measurements = [];
  const line = historyOf(summaries(runs), null)
    .find(({ scenario }) => scenario === 'timers.sleep_loop')
    ?.lines.find(({ subject }) => subject === 'node/callbacks');
  expect(line?.points.map(({ at }) => at)).toEqual([0, 1, 3]);
});

test('a run is compared with the nearest earlier one of its profile, on its own machine where there is one', () => {
  const results = sampleRuns(4, 9);
  const [, , third] = results;
  if (third !== undefined) third.environment = { ...third.environment, cpuModel: 'another' };
  const runs = summaries(results);
  const before = (index: number): string | undefined => {
    const run = runs[index];
    return run === undefined ? undefined : runBefore(run, runs)?.id;
  };
  expect([0, 1, 2, 3].map(before)).toEqual([undefined, 'run-0000', 'run-0001', 'run-0001']);
});

test('a comparison says what else was different, and its links stay in the site', () => {
  const [before, after] = sampleRuns(2, 9);
  if (before === undefined || after === undefined) throw new Error('too few samples');
  const histories = historySlugs(summaries([before, after]));
  const sides = { base: { slug: 'a', result: before }, head: { slug: 'b', result: after } };
  const page = comparePage({ ...sides, changes: [], histories }, shell);
  expect(page).toContain('<td>c0ffee00</td><td>c0ffee01</td>');
  expect(page).toContain('../runs/a/report.html');
  expect(page).toContain('../history/timers.sleep_loop.html');
  expect(page).toContain('no cell in common');
  expect(compareSentence([])).toBe('Nothing to compare.');
});

test('badges say what the newest run says', () => {
  const [run] = summaries([sampleResult()]);
  if (run === undefined) throw new Error('no sample');
  expect(conformanceBadge({ ...run, kept: 148, known: 0, broken: 0, judged: 148 })).toEqual({
    label: 'conformance',
    message: '148/148',
    tone: 'good',
  });
  expect(conformanceBadge({ ...run, kept: 146, known: 2, broken: 0, judged: 148 })).toMatchObject({
    message: '146/148, 2 known',
    tone: 'good',
  });
  expect(conformanceBadge({ ...run, kept: 147, known: 0, broken: 1, judged: 148 }).tone).toBe('bad');
  expect(conformanceBadge({ ...run, kept: 2, known: 0, broken: 0, judged: 8 })).toMatchObject({
    message: '2/8, 6 not judged',
    tone: 'open',
  });
  expect(conformanceBadge({ ...run, kept: 2, known: 0, broken: 1, judged: 8 }).tone).toBe('bad');
  expect(regressionBadge(null).message).toBe('not compared');
  expect(regressionBadge(0).message).toBe('no confirmed regressions');
  expect(regressionBadge(1)).toMatchObject({ message: '1 confirmed regression', tone: 'bad' });
  expect(JSON.parse(badgeJson(regressionBadge(0)))).toEqual({
    schemaVersion: 1,
    label: 'speed',
    message: 'no confirmed regressions',
    color: '1a6e3c',
  });
  expect(badgeSvg({ label: '<script>', message: '&', tone: 'open' })).not.toContain('<script>');
});

test('slugs are safe in paths and links, and none is given twice', () => {
  const slugFor = makeSlugs();
  const names = ['A', 'a', '../../etc', '.hidden', '', 'ünï', 'a b?#%', 'x'.repeat(500), ...HOSTILE_TEXTS];
  const slugs = names.map(slugFor);
  expect(new Set(slugs).size).toBe(names.length);
  for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9_][a-z0-9._-]{0,110}$/);
});

test('hostile names of runs, scenarios and subjects stay text', () => {
  for (const name of HOSTILE_TEXTS) {
    const hostile: RunResult = structuredClone(sampleResult());
    Object.assign(hostile.run, { id: name, commit: name });
    for (const scenario of hostile.scenarios) Object.assign(scenario, { id: name, title: name });
    for (const cell of hostile.cells) Object.assign(cell, { scenario: name, subject: name });
    const input = { runs: summaries([hostile]), drawn: new Set<string>(), against: new Map(), find: null };
    const files = siteFiles({ ...input, skipped: [{ name, reason: name }] }, shell);
    for (const [path, content] of files) {
      if (path.endsWith('.html')) expect(content).not.toMatch(/<script|<img|<iframe|<[^>]*\son\w+=/i);
      expect(path).toMatch(/^[a-z0-9._/-]+$/);
    }
  }
});
