// Tests of the whole page as text: what it says, what it must never say, and that nothing in a result can break it.
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { RunResult } from '../../harness/contract/result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { effectTexts } from '../words/effect-texts.ts';
import { formatValue, scaleFor } from '../words/format.ts';
import { escapeHtml } from './html.ts';
import { renderReport } from './page.ts';
import { viewOf } from '../words/view.ts';

const ASSETS = { script: 'void 0;', style: 'p{color:red}' };
const render = (result: RunResult): string => renderReport(result, ASSETS);

test('the sample is a valid result', () => {
  expect([...Value.Errors(RunResult, sampleResult())]).toEqual([]);
});

test('equal results give equal bytes', () => {
  expect(render(structuredClone(sampleResult()))).toBe(render(sampleResult()));
});

test('the headline counts what is in the result', () => {
  const page = render(sampleResult());
  expect(page).toContain(
    '</b> 9 scenarios × 9 subjects: 27 of 29 cells are equivalent, 1 differs in meaning, 1 failed.</p>',
  );
  expect((page.split('<h1>')[1]?.split('</h1>')[0] ?? '').replaceAll(/<[^>]*>/g, '')).toBe(
    'python/coroutines against node/promises: slower in 5 of 9 comparisons, faster in 1, unclear in 1, not comparable in 2.',
  );
  // Where nothing is compared, whether all did the same is all there is to say.
  expect(render({ ...sampleResult(), comparisons: [] })).toContain('<h1>9 scenarios × 9 subjects: 27 of');
});

test('every comparison with a number stands in a table with its estimate, interval, word and value', () => {
  const result = sampleResult();
  const shown = result.comparisons.filter((entry) => entry.verdict !== 'not-comparable');
  expect(shown.length).toBeGreaterThan(20);
  const page = render(result);
  for (const entry of shown) {
    const { estimate, low, high } = entry;
    if (estimate === null || low === null || high === null) throw new Error('the sample lost a number');
    const metric = result.scenarios
      .find((scenario) => scenario.id === entry.scenario)
      ?.metrics.find((candidate) => candidate.id === entry.metric);
    const row = rowOf(page, result, entry);
    const unit = metric?.unit ?? '';
    const effects = result.comparisons
      .filter((other) => other.scenario === entry.scenario && other.metric === entry.metric)
      .flatMap((other) => [other.low, other.estimate, other.high].filter((value) => value !== null));
    const texts = effectTexts({ estimate, low, high }, { scale: entry.scale, unit }, scaleFor(unit, effects));
    expect(row).toContain(
      entry.primary
        ? `<td>${entry.verdict}<td><b>${texts.estimate}</b> ${texts.interval}`
        : `<i>${entry.verdict} ${texts.estimate} ${texts.interval}</i>`,
    );
    const cells = result.cells.filter((cell) => cell.scenario === entry.scenario);
    const of = (subject: string) =>
      cells
        .find((cell) => cell.subject === subject)
        ?.measurements.find((found) => found.metric === entry.metric);
    const values = cells.flatMap(
      (cell) => cell.measurements.find((found) => found.metric === entry.metric)?.value ?? [],
    );
    const own = of(entry.subject);
    if (own === undefined) throw new Error('the sample lost a measurement');
    expect(row).toContain(`<td>${formatValue(own.value, unit, own.high - own.low, scaleFor(unit, values))}<`);
  }
});

test('what cannot be compared has no ratio, even when the result carries one, but a link to the evidence', () => {
  const result = sampleResult();
  const forged = {
    ...result,
    comparisons: result.comparisons.map((entry) =>
      entry.verdict === 'not-comparable' ? withNumbers(entry, 7.654321) : entry,
    ),
  };
  const page = render(forged);
  expect(page).not.toContain('7.65');
  const entry = forged.comparisons.find(({ scenario }) => scenario === 'ordering.defer');
  if (entry === undefined) throw new Error('the sample lost its divergence');
  const row = rowOf(page, forged, entry);
  expect(row).toMatch(/^<tr class="not-comparable" .*<td>not comparable<td colspan="2"/);
  const [, target] = /href="#([^"]+)"/.exec(row) ?? [];
  expect(page).toContain(`<article id="${target}"><h3>ordering.defer`);
});

test('where another subject stands in for the reference, it has the row of the reference and the blame', () => {
  const result = sampleResult();
  const only = (entry: { scenario: string; subject: string }) =>
    entry.scenario === 'ordering.defer' ? entry.subject !== 'node/promises' : true;
  const cells = result.cells.filter(only);
  const page = render({
    ...result,
    cells: [...cells, defer(result)],
    comparisons: result.comparisons.map((entry) =>
      entry.scenario === 'ordering.defer'
        ? Object.assign({}, entry, { reference: 'python/coroutines', subject: 'node/events' })
        : entry,
    ),
  });
  const table = page.slice(page.indexOf('id="effects-primary"'));
  const group = table.slice(table.indexOf('>Deferred work</a>'), table.indexOf('>TCP echo</a>'));
  expect(group).toContain('<th>node/events<td>');
  expect(group).toContain('href="#findings~~ordering.defer~7e~nested~7e~python');
});

function defer(result: RunResult): RunResult['cells'][number] {
  const found = result.cells.find(
    (cell) => cell.scenario === 'ordering.defer' && cell.verdict === 'equivalent',
  );
  if (found === undefined) throw new Error('the sample lost a scenario');
  return { ...found, id: 'ordering.defer~nested~node/events', subject: 'node/events' };
}

test('changes against a base build stand in their own table, worst first', () => {
  const result = sampleResult();
  const change = (subject: string, verdict: RunResult['changes'][number]['verdict'], estimate: number) => ({
    scenario: 'timers.mass',
    set: '10k',
    subject,
    metric: 'cpu',
    primary: true,
    scale: 'ratio' as const,
    verdict,
    estimate,
    low: estimate - 0.01,
    high: estimate + 0.01,
    detectable: 1.023,
    reason: '',
  });
  expect(render(result)).not.toContain('id="changes"');
  const page = render({
    ...result,
    changes: [change('node/promises', 'unchanged', 1.002), change('python/coroutines', 'regression', 1.081)],
  });
  const table = page.slice(page.indexOf('<section id="changes"'), page.indexOf('<section id="verdicts"'));
  expect(table.indexOf('<td>regression<td>')).toBeGreaterThan(0);
  expect(table.indexOf('<td>regression<td>')).toBeLessThan(table.indexOf('<td>unchanged<td>'));
  expect(table).toContain('<b>1.081×</b> [1.071, 1.091]');
  expect(table).toContain('<td>2.3 %<td>');
});

test('a counterexample shows what was expected beside what was observed', () => {
  const page = render(sampleResult());
  expect(page).toMatch(
    /<tr class="differs"><td>5<\/td><td>run key 2 id 5 \w+<\/td><td>.*?differs from<\/span><\/td><td>run key 2 id 6 /,
  );
});

test('a counterexample says how to judge it again, how to run it again, and how little it takes', () => {
  const page = render(sampleResult());
  const section = page.slice(page.indexOf('<section id="counterexamples"'));
  expect(section).toContain('evenloop replay bundles/u0-ordering.defer-python-coroutines<');
  expect(section).toContain(
    'evenloop check --scenario ordering.defer --subject python/coroutines --seed 42<',
  );
  expect(section).toContain('With count 2, levels 1');
  expect(section).toContain('7 invocations; the search ran out of time');
  expect(section).toContain('evenloop replay bundles/u0-ordering.defer-python-coroutines-small-6<');
});

test('a failure shows its code, cause, next step and last lines, once', () => {
  const page = render(sampleResult());
  const section = page.slice(page.indexOf('<section id="failures"'), page.indexOf('<section id="scenarios"'));
  expect(section.match(/EL2007<\/code>/g)).toHaveLength(1);
  expect(section).toContain('2 times');
  expect(section).toContain('Run it alone with --verbose');
  expect(section).toContain('File &quot;asyncio/base_events.py&quot;');
});

test('every rule has each of its texts once, and a cell for each subject', () => {
  const result = sampleResult();
  const page = render(result);
  const { subjects } = viewOf(result);
  for (const rule of result.scenarios.flatMap((scenario) => scenario.rules)) {
    const row = page.slice(page.indexOf(`id="rule~~${rule.id}"`)).split('\n')[0] ?? '';
    expect(row.split(escapeHtml(rule.text))).toHaveLength(2);
    expect(row.match(/<td/g)).toHaveLength(subjects.length);
  }
});

test('a cell that failed in some invocations says in how many, and a check what it left out', () => {
  const result = sampleResult();
  const run = { ...result.run, unchecked: [{ subject: 'node/events', scenarios: 1 }] };
  const page = render({ ...result, run });
  const conformance = page.slice(page.indexOf('id="conformance"'), page.indexOf('id="rules"'));
  expect(conformance).toContain('<small>2/6</small>');
  expect(conformance).toContain('Not checked: node/events in 1 scenario. --styles all checks them too.');
  expect(render(result)).not.toContain('Not checked');
});

test('a rule has the gravest state of any cell of the subject, with a link to its evidence', () => {
  const page = render(sampleResult());
  const rowOfRule = (id: string): string => page.slice(page.indexOf(`id="rule~~${id}"`)).split('\n')[0] ?? '';
  expect(rowOfRule('L3')).toMatch(
    /class="alarm" title="broken \(kept in 6 invocations, broken in 6\)"><a href="#findings~~/,
  );
  expect(rowOfRule('G1')).toMatch(
    /class="alarm" title="not proved, the cell failed \(kept in \d+ invocations, broken in 0\)"/,
  );
  expect(rowOfRule('T1')).not.toContain('alarm');
});

test('all anchors are unique, and every link leads to one of them', () => {
  const page = render(sampleResult());
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
  expect(links.filter((link) => !ids.includes(link))).toEqual([]);
});

test('the policy of the page allows its own script and style, by their digests, and nothing else', () => {
  const page = render(sampleResult());
  expect(page).toMatch(
    /content="default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"/,
  );
  expect(page).not.toMatch(/ style="| on\w+="|https?:|<link|<img|<iframe/);
});

test('an asset that would end its own element is refused', () => {
  expect(() => renderReport(sampleResult(), { ...ASSETS, script: 'x = "</SCRIPT>"' })).toThrow(/script/);
  expect(() => renderReport(sampleResult(), { ...ASSETS, style: 'a{}</style>' })).toThrow(/style/);
  expect(() => renderReport(sampleResult(), { ...ASSETS, script: '<!--' })).toThrow(/script/);
});

function withNumbers(entry: RunResult['comparisons'][number], estimate: number): typeof entry {
  return { ...entry, estimate, low: estimate - 1, high: estimate + 1 };
}

/** The line of a comparison: in the table of the verdicts for a primary metric, in the numbers of its scenario for another. */
function rowOf(page: string, result: RunResult, entry: RunResult['comparisons'][number]): string {
  const title = result.scenarios.find((candidate) => candidate.id === entry.scenario)?.title;
  const start = entry.primary
    ? `<a href="#scenario~~${entry.scenario}">${title}</a> <span class="set">${entry.set}</span> <span class="metric">`
    : `aria-label="Numbers of ${title}, ${entry.set}"`;
  const from = page.slice(page.indexOf(start));
  const lines = from.slice(0, from.indexOf(entry.primary ? '</tbody>' : '</table>')).split('\n');
  const row = lines.find((line) => line.includes(`<th>${entry.subject}<td>`));
  if (row === undefined) throw new Error(`no row for ${entry.scenario} ${entry.metric} ${entry.subject}`);
  return row;
}
