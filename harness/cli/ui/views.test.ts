// Tables of a whole result at 80 columns: nothing too wide, every subject there, no ratio where nothing can be compared.
import { expect, test } from 'vitest';
import { fullSample } from '../../../reports/testing/full-sample.ts';
import { sampleResult } from '../../../reports/testing/sample-result.ts';
import { STAGE_NAMES } from '../../../reports/words/stage-words.ts';
import type { Change, Comparison, RunResult } from '../../contract/result.ts';
import { STAGES } from '../../contract/where-time-went.ts';
import { COMPARISON_WORDS } from '../../../reports/words/verdict-words.ts';
import { answerLines, pivotLines } from '../../tables/answer-grid.ts';
import { changeTable } from '../../tables/change-table.ts';
import { closingLines, replayLines } from './closing.ts';
import { cellsOf, makePaint, plainPaint } from '../../tables/colour.ts';
import { conformanceMatrix } from '../../tables/conformance-matrix.ts';
import { resultLines } from '../../tables/result-lines.ts';
import { troubleLines } from '../../tables/troubles.ts';
import { uncheckedLines } from '../../tables/unchecked-lines.ts';
import { verdictTable } from '../../tables/verdict-table.ts';
import { whereTimeWentLines } from '../../tables/where-time-went.ts';

const RESULT = sampleResult();
const widest = (lines: readonly string[]): number => Math.max(...lines.map(cellsOf));
const bad = RESULT.cells.filter(({ verdict }) => verdict === 'divergent' || verdict === 'failed');

test('the answer of a default run fits 80 columns and 40 lines, with every verdict in the grid and the sentences last', () => {
  const troubles = new Set(troubleLines(RESULT, plainPaint));
  const lines = resultLines(RESULT, { kind: 'answer' }, 80, plainPaint).filter((line) => !troubles.has(line));
  expect(widest(lines)).toBeLessThanOrEqual(80);
  expect(lines.length).toBeLessThanOrEqual(40);
  const grid = answerLines(RESULT, 80, plainPaint);
  const signs = grid.slice(0, -1).join('\n');
  for (const { name, glyph } of Object.values(COMPARISON_WORDS)) {
    const count = RESULT.comparisons.filter(({ primary, verdict }) => primary && verdict === name).length;
    expect([name, signs.split(glyph).length - 1]).toEqual([name, count]);
  }
  expect(lines.slice(-2).join(' ')).toContain('python/coroutines against node/promises: slower in 5 of 9');
  const whole = answerLines(RESULT, null, plainPaint);
  expect(whole.length).toBeLessThanOrEqual(grid.length);
});

test('a grid that is too wide for the terminal goes on beneath, with every column once', () => {
  const narrow = answerLines(RESULT, 50, plainPaint);
  expect(widest(narrow)).toBeLessThanOrEqual(50);
  expect(narrow.length).toBeGreaterThan(answerLines(RESULT, 80, plainPaint).length);
  for (const style of ['generators', 'coroutines', 'streams'])
    expect(narrow.filter((line) => new RegExp(`^(node|python) .*\\b${style}\\b`).test(line))).toHaveLength(1);
});

test('the pivots compare styles within a runtime, and runtimes at a style, each with its sentence', () => {
  const styles = pivotLines(RESULT, 'style', 80, plainPaint);
  expect(widest(styles)).toBeLessThanOrEqual(80);
  expect(styles.join(' ')).toContain('The styles of node against node/promises: node/callbacks: ');
  expect(styles.join(' ')).toContain('The styles of python against python/coroutines: ');
  const runtimes = pivotLines(RESULT, 'runtime', 80, plainPaint).join(' ');
  expect(runtimes).toContain('The runtimes at callbacks against node/callbacks: python/callbacks: ');
  expect(pivotLines({ ...RESULT, comparisons: [] }, 'style', 80, plainPaint)).toEqual([
    'Nothing is compared by style.',
  ]);
});

test('the verdict table fits 80 columns and names each subject of each block', () => {
  const lines = verdictTable(RESULT, 80, plainPaint);
  expect(widest(lines)).toBeLessThanOrEqual(80);
  const rows = lines.filter((line) => line.startsWith('  '));
  expect(rows.length).toBeGreaterThanOrEqual(RESULT.cells.length);
  for (const { subject } of RESULT.cells) expect(lines.join('\n')).toContain(`  ${subject} `);
});

test('a cell whose meaning differs shows its verdict and no number', () => {
  const rows = verdictTable(RESULT, null, plainPaint).filter((line) => line.includes('≠ differs'));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.split('≠')[0]).toMatch(/^\s+\S+\s+$/);
});

test('with --wide the reason stands beside the verdict, at 80 columns it gives way', () => {
  const [cell] = bad;
  if (cell === undefined) throw new Error('the sample has no bad cell');
  expect(verdictTable(RESULT, null, plainPaint).join('\n')).toContain(cell.reason);
  expect(verdictTable(RESULT, 80, plainPaint)[0]).not.toContain('why');
});

/** An interval that excludes "no difference", and no verdict. */
const open = RESULT.comparisons.find(
  (row) => row.primary && row.scale === 'ratio' && row.estimate !== null && row.verdict !== 'not-comparable',
);
const OPEN = { verdict: 'unclear' as const, estimate: 1.04, low: 1.005, high: 1.08, detectable: 1.046 };
const opened = (over: Partial<Comparison>): RunResult => ({
  ...RESULT,
  comparisons: RESULT.comparisons.map((row) => (row === open ? Object.assign({}, row, OPEN, over) : row)),
});

test('each row says the smallest change that it could have found', () => {
  const lines = verdictTable(opened({ reason: 'x' }), 80, plainPaint);
  expect(lines[0]).toContain('smallest');
  expect(lines.filter((line) => /\[1\.00\d?, 1\.0\d+\] +\? unclear +4\.6 %$/.test(line))).toHaveLength(1);
});

test('a row without a verdict whose interval excludes no difference says why at any width', () => {
  const reason =
    'the pairs gather around two values, and nobody can say which of them is the one that counts';
  const beneath = (result: RunResult, width: number): string => {
    const lines = verdictTable(result, width, plainPaint);
    expect(widest(lines)).toBeLessThanOrEqual(width);
    return lines.join(' ').replaceAll(/\s+/g, ' ');
  };
  for (const width of [50, 80]) {
    expect(beneath(opened({ reason }), width)).toContain(reason);
    expect(beneath(opened({ reason, low: 0.99 }), width)).not.toContain(reason);
    expect(beneath(opened({ reason, verdict: 'slower' }), width)).not.toContain(reason);
  }
  const wide = verdictTable(opened({ reason }), null, plainPaint).filter((line) => line.includes(reason));
  expect(wide).toEqual([expect.stringMatching(/\? unclear/)]);
});

test('the matrix fits 80 columns, has a line for each block, and explains its signs', () => {
  const lines = conformanceMatrix(RESULT, 80, plainPaint);
  expect(widest(lines)).toBeLessThanOrEqual(80);
  for (const { scenario, set } of RESULT.cells)
    expect(lines.some((line) => line.startsWith(`${scenario} ${set} `))).toBe(true);
  expect(lines.join('\n')).toContain('≠ differs');
  expect(lines.join('\n')).toContain('co coroutines');
});

test('every bad cell is listed with what shows it and what to do next', () => {
  const text = troubleLines(RESULT, plainPaint).join('\n');
  expect(bad.length).toBeGreaterThan(0);
  for (const cell of bad) {
    expect(text).toContain(`${cell.scenario} ${cell.set} ${cell.subject}: ${cell.reason}`);
    for (const failure of cell.failures.slice(0, 1)) expect(text).toContain(`next: ${failure.next}`);
  }
});

test('the closing lines tell the duty cycle, the reasons of the exit code and the report', () => {
  const text = closingLines(RESULT, 'file:///r.html', plainPaint).join('\n');
  expect(text).toContain('% of it inside rounds');
  expect(text).toContain('report: file:///r.html');
  for (const { code } of RESULT.exit.reasons.slice(0, 5)) expect(text).toContain(code);
});

test('a check names the styles that it left out, and nothing where there are none', () => {
  const unchecked = [
    { subject: 'node/callbacks', scenarios: 31 },
    { subject: 'node/events', scenarios: 2 },
  ];
  expect(uncheckedLines(unchecked, null)).toEqual([
    'Not checked: node/callbacks in 31 scenarios, node/events in 2. --styles all checks them too.',
  ]);
  expect(widest(uncheckedLines(unchecked, 40))).toBeLessThanOrEqual(40);
  expect(uncheckedLines([], 80)).toEqual([]);
});

const changeOf = (set: string, subject: string, verdict: Change['verdict'], primary = true): Change => ({
  scenario: 'timers.mass',
  set,
  subject,
  metric: primary ? 'cpu' : 'other',
  primary,
  scale: 'ratio',
  verdict,
  estimate: 1.2,
  low: 1.1,
  high: 1.3,
  reason: 'because',
});
const CHANGES = [
  changeOf('1k', 'a/b', 'unchanged'),
  changeOf('10k', 'c/d', 'improvement'),
  changeOf('10k', 'e/f', 'regression'),
  changeOf('10k', 'g/h', 'regression', false),
];

test('changes are ordered by what needs a look first, block by block', () => {
  const lines = changeTable(CHANGES, RESULT.scenarios, 80, plainPaint);
  const firsts = lines.slice(1).map((line) => line.trim().split(/ · | {2,}/)[0]);
  expect(firsts).toEqual(['timers.mass 10k', 'e/f', 'c/d', 'timers.mass 1k', 'a/b']);
  expect(lines[2]).toMatch(/1\.20×\s+\[1\.10, 1\.30\]\s+▼ regression/);
});

test('each change says the smallest change that its row could have found, and an open one why, at any width', () => {
  const rows = [
    { ...changeOf('10k', 'a/b', 'inconclusive'), detectable: 1.0812 },
    { ...changeOf('10k', 'c/d', 'inconclusive'), low: 0.9, reason: 'too wide' },
  ];
  const lines = changeTable(rows, RESULT.scenarios, 60, plainPaint);
  expect(lines[0]).toMatch(/smallest$/);
  expect(lines[2]).toMatch(/a\/b +1\.20× +\[1\.10, 1\.30\] +\? inconclusive +8\.1 %$/);
  expect(lines.slice(3).map((line) => line.trim().split(/ {2,}/)[0])).toEqual(['because', 'c/d']);
  expect(changeTable(rows, RESULT.scenarios, null, plainPaint)).toHaveLength(lines.length - 1);
});

test('metrics without a verdict of their own are shown with --wide', () => {
  expect(changeTable(CHANGES, RESULT.scenarios, 80, plainPaint).join('\n')).not.toContain('g/h');
  expect(changeTable(CHANGES, RESULT.scenarios, null, plainPaint).join('\n')).toContain('g/h');
});

test('colour changes nothing but colour', () => {
  const [plain, painted] = [plainPaint, makePaint(true)].map((paint) =>
    changeTable(CHANGES, RESULT.scenarios, 80, paint).map(cellsOf),
  );
  expect(painted).toEqual(plain);
});

test('a fresh divergence says how to see it again and how little it takes, a listed one does not', () => {
  const listed = RESULT.cells.map((cell) =>
    cell.verdict === 'divergent' ? { ...cell, verdict: 'known-divergence' as const } : cell,
  );
  const text = troubleLines(RESULT, plainPaint).join('\n');
  expect(text).toContain(
    '  again: evenloop check --scenario ordering.defer --subject python/coroutines --seed 42',
  );
  expect(text).toContain('  smallest: L3 with count 2, levels 1: ');
  expect(text).toContain('7 invocations, stopped by its time limit');
  expect(troubleLines({ ...RESULT, cells: listed }, plainPaint).join('\n')).not.toContain('again: ');
  expect(replayLines(RESULT, '/run')).toEqual([
    'replay: evenloop replay /run/bundles/u0-ordering.defer-python-coroutines-small-6',
  ]);
  expect(replayLines({ ...RESULT, cells: listed }, '/run')).toEqual([]);
});

test('where the time went fits 80 columns, has a row for each block, and names every stage with --wide', () => {
  const full = fullSample();
  const { whereTimeWent } = full;
  if (whereTimeWent === undefined) throw new Error('the sample lost its stages');
  const narrow = whereTimeWentLines(full, 80, plainPaint);
  expect(widest(narrow)).toBeLessThanOrEqual(80);
  const wide = whereTimeWentLines(full, null, plainPaint);
  for (const lines of [narrow, wide])
    for (const { scenario, set } of whereTimeWent.blocks)
      expect(lines.some((line) => line.startsWith(`${scenario} ${set} `))).toBe(true);
  for (const stage of STAGES) expect(wide[1]).toContain(STAGE_NAMES[stage]);
  expect(wide.join('\n')).toContain('of the run was spent in measured slices');
  expect(wide.join('\n')).toContain('writing results and report 240 ms');
  expect(wide.join('\n')).toContain('evenloop itself used');
});

test('blocks on two CPUs share the run, and a CPU that was idle is named', () => {
  const full = fullSample();
  const { whereTimeWent } = full;
  if (whereTimeWent === undefined) throw new Error('the sample lost its stages');
  const { blocksMs } = whereTimeWent;
  const half = blocksMs / 2;
  const cpus = [
    { cpu: 0, busyMs: 1.2 * half, idleMs: 0 },
    { cpu: 1, busyMs: 0.8 * half, idleMs: 0.4 * half },
  ];
  const twice = { ...whereTimeWent, blocksMs: 1.2 * half, wallMs: whereTimeWent.wallMs - 0.8 * half, cpus };
  const text = whereTimeWentLines({ ...full, whereTimeWent: twice }, null, plainPaint).join('\n');
  expect(text).toContain('CPU 1 was idle for ');
  expect(text).not.toContain('CPU 0');
  const share = /share of the run +(\d+) %/.exec(text)?.[1];
  expect(Number(share)).toBe(Math.round((100 * half) / twice.wallMs));
});

test('a result without stages has no lines of them', () => {
  expect(whereTimeWentLines(RESULT, 80, plainPaint)).toEqual([]);
});
