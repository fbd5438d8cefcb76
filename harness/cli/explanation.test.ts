// What `explain` knows: every rule of every scenario, the harness's own, every code; and what it says of a name that is none.
import { expect, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import { FAILURE_CODES } from '../contract/failure.ts';
import { catalogue, explain } from '../check/explanation.ts';
import { callCli } from './testing/call-cli.ts';

test('every rule and every code is explained, under its own name and in small letters', () => {
  const rules = scenarios.flatMap((scenario) => scenario.rules.map(({ id }) => id));
  for (const id of new Set([...rules, 'W1', 'W5', ...Object.keys(FAILURE_CODES)]))
    for (const name of [id, id.toLowerCase()])
      expect(explain(name, scenarios)).toMatchObject({ ok: true, value: { id } });
});

test('the catalogue has each name once', () => {
  const ids = catalogue(scenarios).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a rule is told in the words of each scenario that has it, with all of those scenarios', () => {
  const found = explain('T3', scenarios);
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
  expect(explain('W3', scenarios)).toMatchObject({
    ok: true,
    value: { kind: 'rule', demands: [{ kind: null, scenarios: scenarios.map(({ id }) => id) }] },
  });
});

test('a code is told with its exit code, what it means and what helps', () => {
  expect(explain('EL2004', scenarios)).toMatchObject({
    ok: true,
    value: { kind: 'code', exit: 13, title: FAILURE_CODES.EL2004.title },
  });
});

test.each([
  ['EL2044', 'EL2004'],
  ['T33', 'T3'],
])('%s is none, and %s is offered', (name, guess) => {
  const found = explain(name, scenarios);
  expect(found.ok ? '' : `${found.failure.code} ${found.failure.next}`).toContain(
    `EL1010 Did you mean "${guess}"?`,
  );
});

test('what resembles nothing is sent to the list', () => {
  const found = explain('a quite different thing', scenarios);
  expect(found.ok ? '' : found.failure.next).toBe('`evenloop explain` lists all of them.');
});

test('the command answers for rules and codes, for people and for programs', async () => {
  const rule = await callCli(['explain', 'T4']);
  expect([rule.exitCode, rule.stdout]).toEqual([0, expect.stringContaining('in timers.deadlines')]);
  const code = await callCli(['explain', 'el2004', '--json']);
  expect(JSON.parse(code.stdout)).toMatchObject({ kind: 'code', id: 'EL2004', exit: 13 });
});
