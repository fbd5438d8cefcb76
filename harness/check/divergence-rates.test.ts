// Rates of divergences, and judgements by some rules only.
import { expect, test } from 'vitest';
import { failure } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import type { Finding, FindingClass, Judgement, KnownDivergence } from '../contract/verdict.ts';
import { divergenceRates } from './divergence-rates.ts';
import { onlyRules } from './only-rules.ts';

const finding = (rule: string, found: FindingClass, key = 0): Finding => ({
  rule,
  class: found,
  key,
  index: null,
  round: 0,
  invocation: 'i',
  text: 'It differs.',
  expected: [],
  observed: [],
});
const judgement = (...findings: readonly Finding[]): Judgement => ({
  invocation: 'i',
  proof: null,
  findings,
  findingCount: findings.length,
  rulesKept: ['T1', 'T3'],
  rulesBroken: [...new Set(findings.map(({ rule }) => rule))],
});
const ok = (...findings: readonly Finding[]): Result<Judgement> => ({
  ok: true,
  value: judgement(...findings),
});

test('each rule and class counts once an invocation, most frequent first', () => {
  const judgements = [
    ok(finding('T4', 'reordered', 1), finding('T4', 'reordered', 2), finding('T1', 'missing')),
    ok(),
    ok(finding('T4', 'reordered', 7)),
  ];
  expect(divergenceRates(judgements, [])).toEqual([
    { rule: 'T4', class: 'reordered', known: null, runs: 2, of: 3 },
    { rule: 'T1', class: 'missing', known: null, runs: 1, of: 3 },
  ]);
});

test('what could not be judged and what was empty is no divergence', () => {
  const damaged: Result<Judgement> = { ok: false, failure: failure('EL3002', 'cut', 'Again.') };
  expect(divergenceRates([damaged, ok(finding('W5', 'empty')), ok()], [])).toEqual([]);
});

test('a known divergence is named', () => {
  const entry: KnownDivergence = {
    id: 'lists',
    runner: 'node',
    versions: '',
    rule: 'T4',
    class: 'reordered',
    styles: [],
    status: 'must-fail',
    reason: 'So it is.',
    link: 'here',
  };
  expect(divergenceRates([ok(finding('T4', 'reordered'))], [entry])[0]?.known).toBe('lists');
});

test('by some rules only, what is said of others is left out, and nothing is proved by that', () => {
  const whole = judgement(finding('T4', 'reordered'), finding('T1', 'missing'));
  expect(onlyRules(whole, new Set(['T1', 'T3']))).toMatchObject({
    proof: null,
    findingCount: 1,
    findings: [{ rule: 'T1' }],
    rulesKept: ['T1', 'T3'],
    rulesBroken: ['T1'],
  });
});
