// Assessing and scoring: what counts as caught, what as a false alarm, and what chance excuses.
import { describe, expect, test } from 'vitest';
import type { Sighting } from './attempt.ts';
import { describeScore } from './describe.ts';
import type { Caught, Mutant } from './mutant.ts';
import type { MutantOutcome } from './score.ts';
import { scoreOf } from './score.ts';
import { assess } from './verdict-on.ts';

const passed: Sighting = {
  verdict: 'equivalent',
  reason: '',
  findings: [],
  ends: { proved: 1, diverged: 0, failed: 0, unsupported: 0, notRun: 0 },
  failures: [],
  victimKey: 3,
};
const found = (rule: string, key: number | null): Sighting => ({
  ...passed,
  verdict: 'divergent',
  reason: `${rule} is broken`,
  findings: [{ rule, class: 'missing', key, invocation: 'a', round: 2, text: '', known: false }],
});
const byT1: Caught = { by: 'rule', rules: ['T1'], key: 'victim' };

describe('an attempt', () => {
  test('is right when the rule that must break names the key of the victim', () => {
    expect(assess(byT1, found('T1', 3))).toEqual({ right: true, by: ['T1 missing'], objection: '' });
  });

  test('is a miss by another rule, on another key, under a known divergence, or when nothing was seen', () => {
    for (const seen of [
      found('T2', 3),
      found('T1', 4),
      { ...found('T1', 3), verdict: 'known-divergence' as const },
      passed,
    ])
      expect(assess(byT1, seen).right).toBe(false);
  });

  test('that must fail by a code is right by that code alone', () => {
    const wanted: Caught = { by: 'failure', code: 'EL2012' };
    const failed = { ...passed, verdict: 'failed' as const, failures: ['EL2012 another one answered'] };
    expect(assess(wanted, failed).right).toBe(true);
    expect(assess(wanted, { ...failed, failures: ['EL2006 too late'] }).right).toBe(false);
    expect(assess(wanted, passed).right).toBe(false);
    // The failure of one process does not count where the cell is equivalent all the same.
    expect(assess(wanted, { ...failed, verdict: 'equivalent' }).right).toBe(false);
  });

  test('of a mixed run is right only where the others were proved, and the first rounds were sound', () => {
    const second = { in: 'every-nth-process', n: 2 } as const;
    const ended = (proved: number, diverged: number, known = 0): Sighting => {
      const seen = found('T1', 3);
      const findings = Array.from({ length: diverged }, (_, index) =>
        seen.findings.map((one) => ({ ...one, invocation: String(index), known: index < known })),
      ).flat();
      return { ...seen, findings, ends: { ...seen.ends, proved, diverged } };
    };
    expect(assess(byT1, ended(2, 2), second).right).toBe(true);
    expect(assess(byT1, ended(0, 4), second).objection).toContain('4 of 4 processes were faulty');
    // Where each process shows a known divergence, the faulty ones show more.
    expect(assess(byT1, ended(0, 4, 2), second).right).toBe(true);
    expect(assess(byT1, ended(8, 2), { in: 'every-nth-process', n: 5 }).right).toBe(true);
    expect(assess(byT1, ended(0, 1), { in: 'later-rounds', after: 2 }).right).toBe(true);
    expect(assess(byT1, ended(0, 1), { in: 'later-rounds', after: 3 }).objection).toContain('first 3 rounds');
    expect(assess(null, passed, second).right).toBe(true);
  });

  test('of a legal runner is a false alarm unless it passes or its divergence is listed', () => {
    expect(assess(null, passed).right).toBe(true);
    expect(assess(null, { ...passed, verdict: 'known-divergence' }).right).toBe(true);
    for (const verdict of ['divergent', 'failed', 'inconclusive', 'stale-divergence'] as const)
      expect(assess(null, { ...passed, verdict }).right).toBe(false);
  });
});

const outcome = (more: Partial<MutantOutcome>): MutantOutcome => ({
  mutant: 'M01',
  trial: 0,
  scenario: 'a.b',
  rounds: 'all',
  language: 'javascript',
  subject: 'node/promises',
  seed: 1,
  role: 'mutant',
  probabilistic: false,
  right: true,
  by: ['T1 missing'],
  objection: '',
  ...more,
});
const corpus: readonly Mutant[] = [{ id: 'M01', text: 'is broken', seam: 'recorder', trials: [] }];

describe('a score', () => {
  test('counts a trial as caught only when each of its seeds was', () => {
    const { caught, wrong } = scoreOf(corpus, [outcome({}), outcome({ seed: 2, right: false })]);
    expect(caught).toEqual({ count: 0, of: 1 });
    expect(wrong).toHaveLength(1);
  });

  test('asks for one catch where chance decides, and tells the rate', () => {
    const { caught, wrong, rows } = scoreOf(corpus, [
      outcome({ probabilistic: true }),
      outcome({ probabilistic: true, seed: 2, right: false, by: [] }),
    ]);
    expect(caught).toEqual({ count: 1, of: 1 });
    expect(wrong).toEqual([]);
    expect(rows[0]).toMatchObject({ right: { count: 1, of: 2 }, by: ['T1 missing'] });
  });

  test('counts flagged controls and flagged no-ops as false alarms, per language', () => {
    const { falseAlarms, byLanguage, caught } = scoreOf(corpus, [
      outcome({ role: 'no-op', right: false }),
      outcome({ role: 'control', mutant: 'C01', language: 'python', subject: 'python/coroutines' }),
    ]);
    expect(falseAlarms).toEqual({ count: 1, of: 2 });
    expect(byLanguage['python']?.falseAlarms).toEqual({ count: 0, of: 1 });
    expect(caught).toEqual({ count: 0, of: 0 });
  });

  test('reads as one line a mutant and language, with what caught it', () => {
    const text = describeScore({
      ...scoreOf(corpus, [outcome({})]),
      wallMs: 2000,
      runtimes: [{ id: 'node', version: '20.0.0' }],
      checker: [{ id: 'K1', text: 'stops early', caught: false, by: 'all pass' }],
    });
    expect(text).toContain('is broken: T1 missing');
    expect(text).toContain('mutants: 100 % caught; legal runners: none flagged; checkers: 0 of 1 found out');
  });

  test('tells what was not caught once more behind the rows, with its seed', () => {
    const missed = outcome({ right: false, by: [], seed: 77, objection: 'nothing was found' });
    const text = describeScore({ ...scoreOf(corpus, [missed]), wallMs: 2000, runtimes: [], checker: [] });
    expect(text.split('\n').at(-4)).toMatch(/^NOT CAUGHT .* seed 77: nothing was found$/);
  });
});
