// From the invocations of a cell to its verdict: across processes, by some rules only, with the rate.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import { invocationRecord } from '../../testing/invocation-record.ts';
import type { Finding, Judgement, KnownDivergence, Proof } from '../../contract/verdict.ts';
import { judgeEntry } from './judge-entry.ts';
import type { EntryJudgement } from './judge-entry.ts';
import type { CellEntry, Inspected } from '../conduct/ledger.ts';

const finding = (rule: string): Finding => ({
  rule,
  class: 'reordered',
  key: 0,
  index: null,
  round: 0,
  invocation: 'i',
  text: 'It stands before.',
  expected: [],
  observed: [],
});

function inspected(id: string, ...broken: readonly string[]): Inspected {
  const record = invocationRecord({
    id,
    cell: { scenario: sleepLoop.id, set: 's', subject: 'node/promises', side: 'head' },
    params: { periodMs: 5, ticks: 1 },
  });
  const judgement: Judgement = {
    invocation: id,
    proof: null,
    findings: broken.map(finding),
    findingCount: broken.length,
    rulesKept: ['T3'],
    rulesBroken: broken,
  };
  return { record, judgement: { ok: true, value: judgement }, values: null };
}

function proved(id: string): Inspected {
  const kept = inspected(id);
  // Only the judge makes proofs; a test of what comes after it has to claim one.
  const proof: Proof = JSON.parse(JSON.stringify({ invocation: id, rounds: 1, events: 1, keys: 1 }));
  return kept.judgement.ok
    ? { ...kept, judgement: { ok: true, value: { ...kept.judgement.value, proof } } }
    : kept;
}

interface Setting {
  readonly rules?: readonly string[];
  readonly known?: readonly KnownDivergence[];
}

function judged(invocations: readonly Inspected[], { rules = [], known = [] }: Setting = {}): EntryJudgement {
  const set = { name: 's', params: {}, pacing: { warmupMs: 0, measuredMs: 0, minimumRounds: 1 } };
  const entry: CellEntry = {
    key: { scenario: sleepLoop.id, set: 's', subject: 'node/promises', side: 'head' },
    scenario: sleepLoop,
    set,
    subject: { id: 'node/promises', runtime: 'node', style: 'promises' },
    planned: invocations.length,
    inspected: [...invocations],
  };
  return judgeEntry(entry, { runner: 'node', version: '20.0.0', known, checking: { rules, stress: false } });
}

const entry: KnownDivergence = {
  id: 'lists',
  runner: 'node',
  versions: '',
  rule: 'T6',
  class: 'reordered',
  styles: [],
  status: 'must-fail',
  reason: 'So it is.',
  link: 'here',
};

test('a divergence in one of three invocations is one, and its rate is told', () => {
  const { verdict, reason, divergences } = judged([inspected('a'), inspected('b', 'T6'), inspected('c')]);
  expect(verdict).toBe('divergent');
  expect(reason).toMatch(/ \(in 1 of 3 invocations\)$/);
  expect(divergences).toEqual([{ rule: 'T6', class: 'reordered', known: null, runs: 1, of: 3 }]);
});

test('one that happens every time needs no rate', () => {
  expect(judged([inspected('a', 'T6'), inspected('b', 'T6')]).reason).not.toContain(' invocations)');
});

test('a known divergence keeps its name with its rate', () => {
  const { verdict, divergences } = judged([inspected('a', 'T6'), inspected('b')], { known: [entry] });
  expect([verdict, divergences?.[0]?.known, divergences?.[0]?.runs]).toEqual([
    'known-divergence',
    'lists',
    1,
  ]);
});

test('by another rule alone the cell is not divergent, and by that rule not proved either', () => {
  const { verdict, reason, findingCount, rules } = judged([inspected('a', 'T6')], { rules: ['T3'] });
  expect([verdict, findingCount, Object.keys(rules)]).toEqual(['inconclusive', 0, ['T3']]);
  expect(reason).toBe('breaks T6, which --rule does not select');
});

test('by another rule in some invocations the cell is not equivalent, though the others are proved', () => {
  const { verdict, reason, ends } = judged([proved('a'), inspected('b', 'T6'), proved('c')], {
    rules: ['T3'],
  });
  expect(verdict).toBe('inconclusive');
  expect(reason).toBe('breaks T6, which --rule does not select, in 1 of 3 invocations');
  expect(ends).toMatchObject({ proved: 2, diverged: 1 });
});

test('what was never begun is no part of a rate', () => {
  const left = inspected('c');
  const record = { ...left.record, outcome: { kind: 'not-run', reason: 'interrupted' } as const };
  const { reason, divergences } = judged([proved('a'), inspected('b', 'T6'), { ...left, record }]);
  expect(reason).toMatch(/ \(in 1 of 2 invocations\)$/);
  expect(divergences).toMatchObject([{ runs: 1, of: 2 }]);
});

test('by the rule that is broken the cell is divergent', () => {
  expect(judged([inspected('a', 'T6', 'T1')], { rules: ['T6'] })).toMatchObject({
    verdict: 'divergent',
    findingCount: 1,
  });
});

test('a known divergence of a rule that nobody asked for is not stale', () => {
  const asked = judged([inspected('a', 'T1')], { rules: ['T1'], known: [entry] });
  expect(asked.verdict).toBe('divergent');
  expect(judged([inspected('a', 'T1')], { known: [entry] }).verdict).toBe('divergent');
});
