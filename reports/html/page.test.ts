// Tests of the whole page as text: what it says, what it must never say, and that nothing in a result can break it.
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { RunResult } from '../../harness/contract/result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { effectTexts } from './effect-table.ts';
import { formatValue, scaleFor } from './format.ts';
import { escapeHtml } from './html.ts';
import { renderReport } from './page.ts';

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
    '<h1>9 scenarios × 9 subjects: 27 of 29 cells are equivalent, 1 differs in meaning, 1 did not finish.</h1>',
  );
});

test('every comparison with a number stands in a table with its estimate, interval, word and value', () => {
  const result = sampleResult();
  const shown = result.comparisons.filter((entry) => entry.verdict !== 'not-comparable');
  expect(shown.length).toBeGreaterThan(20);
  for (const entry of shown) {
    const { estimate, low, high } = entry;
    if (estimate === null || low === null || high === null) throw new Error('the sample lost a number');
    const metric = result.scenarios
      .find((scenario) => scenario.id === entry.scenario)
      ?.metrics.find((candidate) => candidate.id === entry.metric);
    const row = rowOf(render(result), result, entry);
    const unit = metric?.unit ?? '';
    const effects = result.comparisons
      .filter((other) => other.scenario === entry.scenario && other.metric === entry.metric)
      .flatMap((other) => [other.low, other.estimate, other.high].filter((value) => value !== null));
    const texts = effectTexts({ estimate, low, high }, { scale: entry.scale, unit }, scaleFor(unit, effects));
    expect(row).toContain(`<b>${texts.estimate}</b> <span class="interval">${texts.interval}</span>`);
    expect(row).toContain(`</span> ${entry.verdict}</span>`);
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
    expect(row).toContain(
      `<td class="number">${formatValue(own.value, unit, own.high - own.low, scaleFor(unit, values))}</td>`,
    );
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
  expect(row).toContain('≠</span> not comparable');
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
  const group = page.slice(page.indexOf('>Deferred work</a>'), page.indexOf('>TCP echo</a>'));
  expect(group).toContain('<th scope="row">node/events</th>');
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
    reason: '',
  });
  expect(render(result)).not.toContain('id="changes"');
  const page = render({
    ...result,
    changes: [change('node/promises', 'unchanged', 1.002), change('python/coroutines', 'regression', 1.081)],
  });
  const table = page.slice(page.indexOf('<section id="changes"'), page.indexOf('<section id="verdicts"'));
  expect(table.indexOf('▼</span> regression')).toBeGreaterThan(0);
  expect(table.indexOf('▼</span> regression')).toBeLessThan(table.indexOf('=</span> unchanged'));
  expect(table).toContain('<b>1.081×</b> <span class="interval">[1.071, 1.091]</span>');
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
  expect(section).toContain('7 invocations; the search was cut short');
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

test('every rule of every scenario has its text and a cell for each subject', () => {
  const result = sampleResult();
  const page = render(result);
  for (const scenario of result.scenarios)
    for (const rule of scenario.rules) {
      const id = `id="rule~~${scenario.id}~~${rule.id}"`;
      const row = page.slice(page.indexOf(id), page.indexOf('</tr>', page.indexOf(id)));
      expect(row).toContain(escapeHtml(rule.text));
      const subjects = new Set(
        result.cells.filter((cell) => cell.scenario === scenario.id).map((cell) => cell.subject),
      );
      expect(row.match(/<td /g)).toHaveLength(subjects.size);
    }
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

/** The row of a comparison: within the group of its scenario and metric, the row of its subject. */
function rowOf(page: string, result: RunResult, entry: RunResult['comparisons'][number]): string {
  const scenario = result.scenarios.find((candidate) => candidate.id === entry.scenario);
  const metric = scenario?.metrics.find((candidate) => candidate.id === entry.metric);
  const group = page
    .split('<tbody>')
    .find(
      (body) =>
        body.startsWith('<tr class="group">') &&
        body.includes(`>${scenario?.title}</a> <span class="set">${entry.set}</span>`) &&
        body.includes(`<span class="metric">${metric?.title}</span>`),
    );
  const row = group?.split('<tr>').find((part) => part.startsWith(`<th scope="row">${entry.subject}</th>`));
  if (row === undefined) throw new Error(`no row for ${entry.scenario} ${entry.metric} ${entry.subject}`);
  return row;
}
