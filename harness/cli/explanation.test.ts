// What `explain` knows: every rule of every scenario, the harness's own, every clause, every code; and what it says of a name that is none.
import { expect, test } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { CLAUSES } from '../conform/clauses.ts';
import { explainedClauses } from '../conform/explain-clause.ts';
import { scenarios } from '../../scenarios/index.ts';
import { FAILURE_CODES } from '../contract/failure.ts';
import { catalogue, explain } from '../check/explanation.ts';
import { callCli } from './testing/call-cli.ts';

const every = [...catalogue(scenarios), ...explainedClauses()];

test('every rule and every code is explained, under its own name and in small letters', () => {
  const rules = scenarios.flatMap((scenario) => scenario.rules.map(({ id }) => id));
  for (const id of new Set([...rules, 'W1', 'W5', ...Object.keys(FAILURE_CODES)]))
    for (const name of [id, id.toLowerCase()])
      expect(explain(name, every)).toMatchObject({ ok: true, value: { id } });
});

test('every clause of conform is explained: what it demands, where the page says so, where it is asked for and what to look at', () => {
  const page = readFileSync(new URL('../../docs/writing-a-runner.md', import.meta.url), 'utf8');
  expect(explainedClauses().map(({ id }) => id)).toEqual(CLAUSES.map(({ id }) => id));
  for (const { id, text, section } of CLAUSES) {
    const found = explain(id.toLowerCase(), every);
    if (!found.ok || found.value.kind !== 'clause') throw new Error(`${id} is a clause`);
    expect(found.value).toMatchObject({ id, text, section, page: 'docs/writing-a-runner.md' });
    expect(page).toContain(`\n## ${section}\n`);
    expect(found.value.plays.length).toBeGreaterThan(0);
    expect(found.value.lookAt).toMatch(/^\S.*[^.]\.$/s);
  }
});

test('what a clause says to look at is there: files of the package, commands and fixtures', () => {
  const told = explainedClauses()
    .map(({ lookAt }) => lookAt)
    .join(' ');
  const files = [...told.matchAll(/`((?:docs|schema|harness)\/[\w./-]+)`/g)].map(([, file = '']) => file);
  expect(files).toContain('harness/contract/fixtures/slices.json');
  for (const file of files) expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true);
});

test('the catalogue has each name once', () => {
  const ids = every.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a rule is told in the words of each scenario that has it, with all of those scenarios', () => {
  const found = explain('T3', every);
  if (!found.ok || found.value.kind !== 'rule') throw new Error('T3 is a rule');
  const { demands } = found.value;
  const having = scenarios.filter(({ rules }) => rules.some(({ id }) => id === 'T3')).map(({ id }) => id);
  expect(demands.flatMap((demand) => demand.scenarios).sort()).toEqual([...having].sort());
  expect(demands[0]).toMatchObject({
    level: 'must',
    kind: 'not-before',
    classes: ['early', 'missing', 'extra'],
  });
});

test('a rule of the harness holds in every scenario', () => {
  expect(explain('W3', every)).toMatchObject({
    ok: true,
    value: { kind: 'rule', demands: [{ kind: null, scenarios: scenarios.map(({ id }) => id) }] },
  });
});

test('a code is told with its exit code, what it means and what helps', () => {
  expect(explain('EL2004', every)).toMatchObject({
    ok: true,
    value: { kind: 'code', exit: 13, title: FAILURE_CODES.EL2004.title },
  });
});

test.each([
  ['EL2044', 'EL2004'],
  ['T33', 'T3'],
  ['C207b', 'C207'],
  ['C26', 'C206'],
])('%s is none, and %s is offered', (name, guess) => {
  const found = explain(name, every);
  expect(found.ok ? '' : `${found.failure.code} ${found.failure.next}`).toContain(
    `EL1010 Did you mean "${guess}"?`,
  );
});

test('what resembles nothing is sent to the list', () => {
  const found = explain('a quite different thing', every);
  expect(found.ok ? '' : found.failure.next).toBe('`evenloop explain` lists all of them.');
});

test('the command answers for rules and codes, for people and for programs', async () => {
  const rule = await callCli(['explain', 'T4']);
  expect([rule.exitCode, rule.stdout]).toEqual([0, expect.stringContaining('in timers.deadlines')]);
  const code = await callCli(['explain', 'el2004', '--json']);
  expect(JSON.parse(code.stdout)).toMatchObject({ kind: 'code', id: 'EL2004', exit: 13 });
  const clause = await callCli(['explain', 'c206']);
  expect([clause.exitCode, clause.stdout.split('\n')[0]]).toEqual([
    0,
    'C206 A second `hello` is refused as `bad-state`.',
  ]);
  expect(clause.stdout).toContain('where: docs/writing-a-runner.md, "States and messages"');
  expect(clause.stdout).toContain('asked in: the transcript');
  expect(clause.stdout).toContain('evenloop conform <runner> --only C206');
  expect((await callCli(['explain'])).stdout).toMatch(/^C206 +A second/m);
});
