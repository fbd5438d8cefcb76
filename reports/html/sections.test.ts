// Tests of the sections that only some runs have: calibration, history, the difference to another run, modes, states.
import { expect, test } from 'vitest';
import type { RunResult } from '../../harness/contract/result.ts';
import { Value } from 'typebox/value';
import { RunResult as Schema } from '../../harness/contract/result.ts';
import { FULL, fullSample } from '../testing/full-sample.ts';
import { sampleRuns } from '../testing/sample-history.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { historyOf } from '../history/history.ts';
import { summaryOf } from '../history/run-summary.ts';
import { renderReport } from './page.ts';
import type { ReportContext } from './page.ts';

const render = (result: RunResult, context: ReportContext = {}): string =>
  renderReport(result, { script: '', style: '' }, context);

/** The text of one section, markup left out. */
function sectionText(page: string, id: string): string {
  const start = page.indexOf(`<section id="${id}"`);
  if (start < 0) return '';
  const end = page.indexOf('</section>', start);
  return page
    .slice(start, end)
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

const full = fullSample();
const page = render(full);

test('the full sample is a valid result', () => {
  expect([...Value.Errors(Schema, full)]).toEqual([]);
});

test('the A/A checks say whether they passed, without a better side', () => {
  const text = sectionText(page, 'calibration');
  expect(text).toContain('cpu passed 1.001× [0.996, 1.006]');
  expect(text).toContain('p99 failed 1.024× [1.013, 1.035]');
  expect(text).toContain('they disagree with 1 in p99');
  expect(text).toContain('node/promises disagrees 0.988× [0.979, 0.997]');
  expect(text).toContain('Too few pairs for an interval.');
  expect(text).toContain('all 31 intervals of this run is at most 1 %');
  expect(text).not.toMatch(/is better/);
});

test('the machine, the checkers and the observer stand beside the A/A checks, conditions that were not met first', () => {
  const text = sectionText(page, 'calibration');
  expect(text).toContain('Windows with a disturbance 37 (2.6 %)');
  expect(text).toContain('Time that runners waited for a CPU unknown');
  expect(text.indexOf('frequency not met')).toBeLessThan(text.indexOf('pinning met'));
  expect(text).toContain('Broken runners detected 118 of 118');
  expect(text).toContain('False alarms 0 of 24');
  expect(text).toContain('Broken checkers detected 38 of 39');
  expect(text).toContain('node/promises 16.2 µs 16.4 µs +1.5 % 31.0 µs +91 %');
  expect(text).toContain('not measured');
});

test('a run without calibration has no such section, and one with half of it says what is missing', () => {
  expect(render(sampleResult())).not.toContain('id="calibration"');
  const { mutation } = full;
  if (mutation === undefined) throw new Error('the sample lost its mutation score');
  const half = render({ ...sampleResult(), mutation });
  expect(sectionText(half, 'calibration')).toContain('did not compare the reference with itself');
});

test('an A/A check that could have been anything did not pass, and did not fail', () => {
  const { calibration } = full;
  if (calibration === undefined) throw new Error('the sample lost its calibration');
  const pooled = [
    { metric: 'cpu', pairs: 3, estimate: 0.6, low: 0.01, high: 39.25, kept: false, open: true },
  ];
  const text = sectionText(render({ ...full, calibration: { ...calibration, pooled } }), 'calibration');
  expect(text).toContain('In cpu the interval is so wide that the check could not tell');
  expect(text).toContain('cpu could not tell');
  expect(text).not.toContain('passed');
});

test('what disturbed a run stands with its machine, also what the machine does not tell', () => {
  const seen = [{ kind: 'neighbour' as const, who: '', share: 0.68, ms: 61_000, invocations: 40 }];
  const disturbances = { seen, unseen: ['whether the machine slept'] };
  const text = sectionText(render({ ...full, disturbances }), 'environment');
  expect(text).toContain(
    'Other processes used up to 68 % of the CPU time, within 1 min 01 s; 40 invocations lived meanwhile.',
  );
  expect(text).toContain('Not seen by this machine: whether the machine slept.');
  const quiet = sectionText(render({ ...full, disturbances: { seen: [], unseen: [] } }), 'environment');
  expect(quiet).toContain('Nothing was seen that disturbed this run.');
  expect(sectionText(render(full), 'environment')).not.toContain('disturbed');
});

test('where the time went: a sentence, a bar for each block, all stages and what was done between blocks', () => {
  const text = sectionText(page, 'time');
  const { whereTimeWent } = full;
  if (whereTimeWent === undefined) throw new Error('the sample lost its stages');
  expect(text).toContain('7.5 % of the run was spent in measured slices and 6.7 % in measured rounds.');
  const places = new Set(full.cells.map(({ scenario, set }) => `${scenario} ${set}`));
  for (const { scenario, set, wallMs } of whereTimeWent.blocks) {
    expect(text).toContain(`${scenario} ${set} ${(wallMs / 1000).toFixed(1)} s`);
    expect(places).toContain(`${scenario} ${set}`);
  }
  expect(text).toContain('Block All start prepare wait pin warm-up leads slices short between rounds traced');
  expect(text).toContain('planning 60 ms');
  // A page cannot know how long it takes to write itself.
  expect(text).not.toContain('writing results');
  const section = page.slice(page.indexOf('<section id="time"'));
  const bars = section.slice(0, section.indexOf('</section>')).split('<ul class="bars">')[1] ?? '';
  expect(bars.match(/<svg/g)).toHaveLength(whereTimeWent.blocks.length);
  const widths = [...bars.matchAll(/width="([\d.]+)%"/g)].map(([, width]) => Number(width));
  const longest = Math.max(...whereTimeWent.blocks.map(({ wallMs }) => wallMs));
  const drawn = whereTimeWent.blocks.reduce((sum, { wallMs }) => sum + (100 * wallMs) / longest, 0);
  expect(Math.abs(widths.reduce((sum, width) => sum + width, 0) - drawn)).toBeLessThan(1);
});

test('the page does not change with the time that its own writing took', () => {
  const { whereTimeWent } = full;
  if (whereTimeWent === undefined) throw new Error('the sample lost its stages');
  const { wallMs, runMs } = whereTimeWent;
  const later = { ...whereTimeWent, wallMs: wallMs + 700, runMs: { ...runMs, publish: runMs.publish + 700 } };
  expect(render({ ...full, whereTimeWent: later })).toBe(page);
});

test('a run that did not record its stages has no section of them', () => {
  const { whereTimeWent: _, ...former } = full;
  expect(render(former)).not.toContain('id="time"');
});

test('cells of the A/A check stand in no ordinary table', () => {
  expect(full.cells.some(({ side }) => side === 'control')).toBe(true);
  const without = { ...full, cells: full.cells.filter(({ side }) => side !== 'control') };
  expect(render(without)).toBe(page);
});

test('a cell with two modes has both values and two marks, and no middle', () => {
  const { scenario, subject } = FULL.bimodal;
  const table = page.slice(page.indexOf('id="effects-primary"'));
  const group = table.slice(table.indexOf(`href="#scenario~~${scenario}"`));
  const row = group.slice(group.indexOf(`<th>${subject}<`)).split('<tr')[0] ?? '';
  expect(row.match(/<circle class="mode"/g)).toHaveLength(2);
  expect(row).not.toContain('<circle cx');
  expect(row).toMatch(/<td>[\d.]+ µs \(67 %\) or\n[\d.]+ µs \(33 %\)<td>/);
});

test('co-primary metrics are columns of one line a subject, and each has its head', () => {
  const table = page.slice(page.indexOf('id="effects-primary"'));
  const group = table.slice(table.indexOf(`href="#scenario~~${FULL.coPrimary}"`)).split('</tbody>')[0] ?? '';
  expect(
    [...group.matchAll(/<tr class="(?:reference|\w+" id)[^>]*><th>([^<]+)</g)].map(([, who]) => who),
  ).toEqual(['node/promises', 'python/coroutines']);
  const [head = '', reference = '', line = ''] = group.split('<tr');
  expect(head).toContain('CPU per round trip');
  expect(head).toMatch(/<td><span class="metric">latency p50<\/span>/);
  expect(reference).toMatch(/<td class="more">[\d.]+ µs\n/);
  expect(line).toMatch(
    /<td class="more \w+"><span class="metric">latency p50<\/span> \w+ <b>[\d.]+×<\/b> \[[\d.]+, [\d.]+\]<small>[\d.]+ µs; seen from [\d.]+ %; \d+ pairs<\/small>/,
  );
});

test('each row with a number says the smallest change that could have been seen', () => {
  const rows = page
    .slice(page.indexOf('id="effects-primary"'), page.indexOf('<section id="pivots"'))
    .split('<tr')
    .filter((line) => line.includes('data-row') && line.includes('<svg>'));
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => !/<td>[\d.]+ (%|µs|ns)<td>\d+(\n|<td class="more)/.test(row))).toEqual([]);
});

test('beside a speed-up stands whether it did less', () => {
  const result = fullSample();
  const fast = result.comparisons.map((entry) =>
    entry.scenario === 'file_watch.modify' && entry.subject === 'node/events' && entry.primary
      ? { ...entry, verdict: 'faster' as const, estimate: 0.5, low: 0.49, high: 0.51 }
      : entry,
  );
  const text = sectionText(render({ ...result, comparisons: fast }), 'verdicts');
  expect(text).toContain(
    'node/events faster 0.500× [0.490, 0.510] It did less: 2067 events an invocation, the reference 4133.',
  );
  expect(page).not.toContain('It did less');
});

test('how it was measured stands with the group where not all is measured alike, and once where it is', () => {
  expect(page).toContain('<span class="how">duet</span>');
  const alike = { ...full, cells: full.cells.map((cell) => ({ ...cell, sampling: 'sliced' as const })) };
  const text = render(alike);
  expect(text).not.toContain('class="how"');
  expect(text).toContain('<b>sliced</b>: the processes of a block run equal numbers of operations');
});

test('what breaks a rule now and then says how often', () => {
  expect(page).toContain('<small>2/6</small>');
  expect(sectionText(page, 'counterexamples')).toContain('L3 reordered in 2 of 6 invocations');
});

test('the smallest case stands first, and each has its timeline', () => {
  const section = page.slice(
    page.indexOf('<section id="counterexamples"'),
    page.indexOf('<section id="failures"'),
  );
  expect(section.indexOf('The smallest found')).toBeLessThan(section.indexOf('As it was first found'));
  expect([...section.matchAll(/data-trace="(\d)"/g)].map((match) => match[1])).toEqual(['0', '1', '2']);
  expect(section).toContain('class="event coalesced"');
  expect(section).toContain('class="event reordered"');
  expect(section).toContain('coalesced into a later one');
});

test('against another run the environment shows what differs, and nothing else', () => {
  const other = structuredClone(sampleResult());
  other.run.id = 'the-other';
  other.environment.kernel = '5.10.0';
  other.environment.governor = 'performance';
  const text = sectionText(render(sampleResult(), { against: other }), 'environment');
  expect(text).toContain('2 of 34 facts differ from the-other');
  expect(text).toContain('Kernel 5.10.0 6.1.0-18');
  expect(text).toContain('Governor performance unknown');
  const same = sectionText(render(sampleResult(), { against: sampleResult() }), 'environment');
  expect(same).toContain('All 34 facts are equal');
});

test('the history has a chart, its values as a table, and each change in words', () => {
  const summaries = sampleRuns(6, 3).map((run) => summaryOf(run, run.run.id));
  const history = historyOf(summaries, (values) =>
    (values[5] ?? 0) > (values[0] ?? 0) * 1.1 ? [{ index: 3, confidence: 0.99 }] : [],
  );
  const text = render(sampleResult(), { history });
  expect(text).toContain('data-history="0"');
  const words = sectionText(text, 'history');
  expect(words).toMatch(
    /python\/coroutines: 1\.\d\d× between run-0002 \(c0ffee02\) and run-0003 \(c0ffee03\), confidence 99 %/,
  );
  expect(words).toContain('run-0005 c0ffee05');
  const young = historyOf(summaries.slice(0, 1), null);
  expect(sectionText(render(sampleResult(), { history: young }), 'history')).toContain(
    'One run is no history yet',
  );
});

test('a scenario with nothing to draw says why', () => {
  const bare = (change: object): string => {
    const result = sampleResult();
    return sectionText(
      render({
        ...result,
        cells: result.cells.map((cell) => Object.assign({}, cell, { curve: null, throughput: null }, change)),
      }),
      'scenarios',
    );
  };
  expect(bare({})).toContain('No chart: this scenario records no latencies');
  expect(bare({ measurements: [] })).toContain('No chart: no cell has a proved invocation');
});

test('a curve with too few samples says how many there are, and how many it takes', () => {
  const result = structuredClone(sampleResult());
  const cell = result.cells.find(({ curve }) => curve !== null);
  if (cell === undefined) throw new Error('the sample lost its curves');
  cell.curve = { kind: 'latency', samples: 9, early: 0, points: [] };
  expect(sectionText(render(result), 'scenarios')).toContain(
    `A percentile curve takes at least 11 samples: ${cell.subject} has 9.`,
  );
  expect(page).not.toContain('A percentile curve takes');
});

test('without a script every verdict, ratio and interval can be read: none waits in the data', () => {
  const shown = full.comparisons.filter(({ verdict }) => verdict !== 'not-comparable');
  const readable = page.slice(0, page.indexOf('<script type="application/gzip"'));
  const intervals = readable.match(/\[[^\]<]*\d[^\]<]*, [^\]<]*\d[^\]<]*\]/g) ?? [];
  expect(intervals.length).toBeGreaterThanOrEqual(shown.length);
});

test('a subject of the user says with what it was started, and only then the table has a column for it', () => {
  expect(sectionText(render(sampleResult()), 'environment')).not.toContain('Started with');
  const startedWith = {
    style: 'promises',
    args: ['--max-old-space-size=200'],
    withoutArgs: [],
    environment: { TZ: '<UTC>' },
    passedOn: [],
    definedBy: 'subjects[0] of /p/evenloop.config.ts',
  };
  const sample = sampleResult();
  const runtimes = sample.runtimes.map((view) => (view.id === 'node' ? { ...view, startedWith } : view));
  const result = { ...sample, runtimes };
  const text = sectionText(render(result), 'environment');
  expect(text).toContain('Started with');
  expect(text).toContain('--max-old-space-size=200, TZ=&lt;UTC&gt;');
  expect(text).toContain('subjects[0] of /p/evenloop.config.ts');
  const against = sectionText(render(result, { against: sampleResult() }), 'environment');
  expect(against).toContain('node: started with absent --max-old-space-size=200');
});
