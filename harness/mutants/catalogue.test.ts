// The corpus as data: it speaks of scenarios and rules that exist, names each mutant once, and its edits still apply.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HARNESS_RULES } from '../check/harness-rules.ts';
import { scenarios } from '../../scenarios/index.ts';
import { BY_RULE, NOT_BY_RULE } from './catalogue/by-rule-exceptions.ts';
import { unbrokenRules } from './catalogue/by-rule.ts';
import { corpusFor } from './catalogue/index.ts';
import { checkerMutants } from './checker/catalogue.ts';

const ROOT = new URL('../../', import.meta.url);
const corpus = corpusFor(scenarios);
const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));

test('each mutant and each broken checker has a name of its own', () => {
  const ids = [...corpus, ...checkerMutants].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('mutants must be caught and controls must pass', () => {
  for (const { id, trials } of corpus) {
    expect(trials.length).toBeGreaterThan(0);
    for (const { caught } of trials) expect([id, caught === null]).toEqual([id, id.startsWith('C')]);
  }
});

test('each trial names a scenario, events and rules that exist', () => {
  const strangers = corpus.flatMap(({ id, trials }) =>
    trials.flatMap(({ scenario: name, choice, caught }) => {
      const scenario = byId.get(name);
      if (scenario === undefined) return [`${id} ${name}`];
      const kinds = new Set(scenario.alphabet.map((kind) => kind.name));
      const rules = new Set([...scenario.rules, ...HARNESS_RULES].map((rule) => rule.id));
      const wanted =
        'kinds' in choice ? choice.kinds : 'first' in choice ? [choice.first, choice.second] : [];
      const broken = caught?.by === 'rule' ? caught.rules : [];
      return [
        ...wanted.filter((kind) => !kinds.has(kind)).map((kind) => `${id} ${name} event ${kind}`),
        ...broken.filter((rule) => !rules.has(rule)).map((rule) => `${id} ${name} rule ${rule}`),
      ];
    }),
  );
  expect(strangers).toEqual([]);
});

test('every scenario is tried by some mutant', () => {
  const tried = new Set(corpus.flatMap(({ trials }) => trials.map(({ scenario }) => scenario)));
  expect(scenarios.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});

test('every rule of every scenario is broken alone by some mutant, or the reason why none can stands in the list', () => {
  const unbroken = unbrokenRules(scenarios, corpus);
  expect(unbroken.filter(({ reason }) => reason === '')).toEqual([]);
  const names = unbroken.map(({ scenario, rule }) => `${scenario} ${rule}`);
  expect(Object.keys(NOT_BY_RULE).toSorted()).toEqual(names.toSorted());
});

test('exceptions speak of rules that exist', () => {
  const rules = new Set(scenarios.flatMap(({ id, rules: own }) => own.map((rule) => `${id} ${rule.id}`)));
  const named = [...Object.keys(BY_RULE), ...Object.keys(NOT_BY_RULE)];
  expect(named.filter((name) => !rules.has(name))).toEqual([]);
});

test('a rule that no mutant breaks is found', () => {
  const unbroken = unbrokenRules(scenarios, []);
  expect(unbroken.length).toBe(scenarios.flatMap(({ rules }) => rules).length);
});

test('each edit of a checker applies exactly once, and its tests are there', () => {
  const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');
  for (const { id, edits, tests } of checkerMutants) {
    for (const { file, from, to } of edits) {
      expect([id, read(file).split(from).length - 1]).toEqual([id, 1]);
      expect(to).not.toBe(from);
    }
    for (const file of tests) expect(read(file).length).toBeGreaterThan(0);
  }
});
