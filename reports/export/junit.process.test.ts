// JUnit XML as another parser reads it: numbers that add up, nothing green that is not, any text survives.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Cell, RunResult } from '../../harness/contract/result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { junitOf } from './junit.ts';

/** The tree of elements as Python's parser sees it: tag, attributes, text, children. */
interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

const READER = `
import json, sys, xml.etree.ElementTree as tree
def seen(e):
    return {"tag": e.tag, "attributes": e.attrib, "text": e.text or "", "children": [seen(c) for c in e]}
json.dump(seen(tree.fromstring(sys.stdin.buffer.read())), sys.stdout)
`;

function parsed(xml: string): Element {
  const python = process.env['EVENLOOP_PYTHON']?.split(':')[0] ?? 'python3';
  const { status, stdout, stderr } = spawnSync(python, ['-c', READER], { input: xml, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Element;
}

const casesOf = (root: Element): readonly Element[] =>
  root.children.flatMap(({ children }) => children.filter(({ tag }) => tag === 'testcase'));
const named = (root: Element, name: string): Element | undefined =>
  casesOf(root).find(({ attributes }) => attributes['name'] === name);

/** The sample run with other words in its first cell. */
function withCell(change: Partial<Cell>): RunResult {
  const sample = sampleResult();
  const [first, ...rest] = sample.cells;
  if (first === undefined) throw new Error('the sample has no cells');
  return { ...sample, cells: [{ ...first, ...change }, ...rest] };
}

test('there is one case a cell, in the suite of its scenario, and the numbers of each level add up', () => {
  const result = sampleResult();
  const root = parsed(junitOf(result));
  expect([root.tag, casesOf(root).length]).toEqual(['testsuites', result.cells.length]);
  const sum = (name: string): number =>
    root.children.reduce((total, { attributes }) => total + Number(attributes[name]), 0);
  for (const name of ['tests', 'failures', 'errors'])
    expect([name, root.attributes[name]]).toEqual([name, String(sum(name))]);
  // Jenkins' schema knows it of a suite alone.
  const skipped = casesOf(root).filter(({ children }) => children[0]?.tag === 'skipped');
  expect([root.attributes['skipped'], sum('skipped')]).toEqual([undefined, skipped.length]);
  for (const suite of root.children) {
    expect(suite.tag).toBe('testsuite');
    const cases = suite.children.filter(({ tag }) => tag === 'testcase');
    expect(suite.attributes['tests']).toBe(String(cases.length));
    for (const { attributes } of cases) expect(attributes['classname']).toBe(suite.attributes['name']);
  }
});

test('a divergence is a failure, a crash an error, both with what shows them', () => {
  const root = parsed(junitOf(sampleResult()));
  const bad = casesOf(root).filter(({ children }) => children.length > 0);
  const kinds = bad.map(({ attributes, children: [outcome] }) => [
    attributes['classname'],
    outcome?.tag,
    outcome?.attributes['type'],
  ]);
  expect(kinds).toContainEqual(['conformance.ordering.defer', 'failure', 'conformance']);
  expect(kinds).toContainEqual(['conformance.file_watch.burst', 'error', 'coverage']);
  // GitLab shows the text of a failure, and nothing else of a case.
  const shown = bad.map(({ children: [outcome] }) => outcome?.text ?? '');
  expect(shown.filter((text) => text.includes('  expected #')).length).toBe(1);
  expect(shown.filter((text) => text.includes('Fatal Python error: Segmentation fault')).length).toBe(1);
  expect(shown.every((text) => text.split('\n').length > 1)).toBe(true);
});

test('known divergences and unsupported cells are skipped with their reason, what was not found out is an error', () => {
  const outcomeOf = (verdict: Cell['verdict']): Element | undefined => {
    const result = withCell({ verdict, reason: 'for this reason', subject: 'a/b', set: 'c' });
    return named(parsed(junitOf(result)), 'a/b c check')?.children[0];
  };
  expect(outcomeOf('equivalent')).toBeUndefined();
  expect(outcomeOf('known-divergence')).toMatchObject({
    tag: 'skipped',
    attributes: { message: 'known-divergence: for this reason' },
  });
  expect(outcomeOf('unsupported')?.tag).toBe('skipped');
  expect(outcomeOf('stale-divergence')?.tag).toBe('failure');
  expect(outcomeOf('inconclusive')?.tag).toBe('error');
});

test('a cell of which one invocation failed is an error that says how many, and its A/A control is a case of its own', () => {
  const sample = sampleResult();
  const failed = sample.cells.find(({ verdict }) => verdict === 'failed');
  if (failed === undefined) throw new Error('the sample lost its failure');
  expect(failed.invocations).toMatchObject({ proved: 4, failed: 2 });
  const control: Cell = { ...failed, side: 'control', verdict: 'equivalent', reason: '' };
  const root = parsed(junitOf({ ...sample, cells: [failed, control] }));
  const name = `${failed.subject} ${failed.set}`;
  expect(named(root, `${name} check`)?.children[0]).toMatchObject({
    tag: 'error',
    attributes: { type: 'coverage', message: expect.stringMatching(/^2 of 6 invocations failed: EL/) },
  });
  expect(named(root, `${name} A/A control check`)?.children).toEqual([]);
});

test('a primary regression is a failure, an improvement is none', () => {
  const change = {
    scenario: 'timers.mass',
    set: 's',
    subject: 'node/promises',
    metric: 'cpu',
    primary: true,
    scale: 'ratio' as const,
    estimate: 1.2,
    low: 1.1,
    high: 1.3,
    reason: '20 % more',
  };
  const changes = [
    { ...change, verdict: 'regression' as const },
    { ...change, metric: 'wall', verdict: 'improvement' as const },
    { ...change, metric: 'p50', verdict: 'regression' as const, primary: false },
  ];
  const root = parsed(junitOf({ ...sampleResult(), changes }));
  const suite = root.children.find(({ attributes }) => attributes['name'] === 'regression.timers.mass');
  expect(suite?.attributes).toMatchObject({ tests: '2', failures: '1' });
});

test('a run in which nothing was run is not green', () => {
  const reason = { code: 'EL4006', exit: 3, cause: 'no cell was run', next: 'Look.' };
  const empty = { ...sampleResult(), cells: [], exit: { code: 3, reasons: [reason] } };
  const root = parsed(junitOf(empty));
  expect(root.attributes).toMatchObject({ tests: '1', errors: '1' });
  expect(casesOf(root)[0]?.children[0]?.attributes['message']).toBe('no cell was run');
  expect(parsed(junitOf({ ...empty, exit: { code: 0, reasons: [] } })).attributes['tests']).toBe('0');
});

test('any text survives, and what XML cannot hold is replaced', () => {
  const every = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)).join('');
  const hostile = `<&>"']]>${every}\u007f\ud800\ufffe\uffffa\u{1f600}b`;
  const [finding] = sampleResult().cells.flatMap(({ findings }) => findings);
  if (finding === undefined) throw new Error('the sample has no findings');
  const result = withCell({
    verdict: 'divergent',
    reason: hostile,
    subject: 'a/b',
    set: hostile,
    findings: [{ ...finding, text: hostile }],
  });
  const one = casesOf(parsed(junitOf(result)))[0];
  const cleaned = hostile.replaceAll(
    /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
    '\u{fffd}',
  );
  expect(one?.attributes['name']).toBe(`a/b ${cleaned} check`);
  expect(one?.children[0]?.attributes['message']).toBe(cleaned);
  expect(one?.children[0]?.text.split(cleaned)).toHaveLength(3);
});
