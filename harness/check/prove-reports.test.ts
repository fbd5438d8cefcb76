// Rules beyond the canonical form, what runners report of their rounds, and proofs that are empty.
import { describe, expect, test } from 'vitest';
import { failure, FailureError } from '../contract/failure.ts';
import type { RoundRecord } from '../contract/invocation.ts';
import type { TraceEvent } from '../contract/trace.ts';
import type { Judgement } from '../contract/verdict.ts';
import { judgeInvocation } from './prove.ts';
import { FREE_KEY, invocationOf, legalTrace, sampleScenario, timed } from '../testing/sample-case.ts';
import { at, has, judge, judgeTraced } from '../testing/sample-judge.ts';

describe('the other rules', () => {
  const broken = (change: (events: TraceEvent[]) => TraceEvent[]): Judgement =>
    judgeTraced(timed(change(legalTrace(11))));

  test('an event that must not happen is forbidden', () => {
    const judgement = broken((events) => [...events, { kind: 'stray', key: 4, id: 1, digest: 0, time: 0 }]);
    expect(has(judgement.findings, 'F1', 'forbidden', 4)).toBe(true);
  });

  test('a last state other than the settled one does not converge', () => {
    const judgement = broken((events) =>
      events.map((event) => (event.kind === 'seen' ? { ...event, digest: 1 } : event)),
    );
    expect(has(judgement.findings, 'G1', 'changed', FREE_KEY + 1)).toBe(true);
  });

  test('a barrier without any state before it does not converge', () => {
    const judgement = broken((events) => events.filter(({ kind }) => kind !== 'seen'));
    expect(has(judgement.findings, 'G1', 'missing', FREE_KEY + 1)).toBe(true);
  });

  test('a wrong number of events breaks the count', () => {
    const judgement = broken((events) => events.filter(({ kind, key }) => kind !== 'fire' || key !== 2));
    expect(has(judgement.findings, 'K1', 'count', null)).toBe(true);
  });

  test('one lane after the other does not overlap', () => {
    const judgement = broken((events) => events.toSorted((a, b) => a.key - b.key));
    expect(judgement.findings.map(({ rule }) => rule)).toEqual(['O1']);
  });

  test('a sample before the tolerance is early, in any round', () => {
    const judgement = judge(invocationOf(legalTrace(1), [4, -1001, -2000, 3]), 1000);
    expect(judgement.findings.map(({ rule, index }) => [rule, index])).toEqual([['L1', 2]]);
    expect(judgement.findingCount).toBe(4);
    expect(judge(invocationOf(legalTrace(1), [4, -1000]), 1000).proof).not.toBeNull();
  });

  test('a rule that is no must describes and does not void the proof', () => {
    const { record, reader } = invocationOf(legalTrace(1), [-5]);
    const rules = sampleScenario.rules.map(
      (rule) => ({ ...rule, level: rule.id === 'L1' ? 'may' : 'must' }) as const,
    );
    const result = judgeInvocation({
      record,
      scenario: { ...sampleScenario, rules },
      reader,
      timerEarlyNs: 0,
    });
    expect(result).toMatchObject({ ok: true, value: { findings: [], rulesBroken: ['L1'] } });
    expect(result.ok && result.value.proof).not.toBeNull();
  });
});

describe('what a runner reports', () => {
  const altered = (purpose: string, change: (round: RoundRecord) => Partial<RoundRecord>): Judgement => {
    const { record, reader } = invocationOf(legalTrace(1));
    const rounds = record.rounds.map((round) =>
      round.purpose === purpose ? { ...round, ...change(round) } : round,
    );
    return judge({ record: { ...record, rounds }, reader });
  };
  const rulesOf = (judgement: Judgement): string[] => judgement.findings.map(({ rule }) => rule);

  test('a measured round with another digest is a finding with the key and both digests', () => {
    const judgement = altered('measured', ({ digests }) => ({
      digests: digests.map((each) => (each.key === 1 ? { key: 1, sequence: { count: 10, crc: 1 } } : each)),
    }));
    expect(judgement.findings).toMatchObject([{ rule: 'X1', class: 'changed', key: 1, round: 1 }]);
    expect(judgement.findings[0]?.text).toMatch(
      /expected 10 in order with digest [0-9a-f]{8}, reported 10 .* 00000001/,
    );
  });

  test('a measured round without a key is missing it, one with another key has it too much', () => {
    const without = altered('measured', ({ digests }) => ({
      digests: digests.filter(({ key }) => key !== 2),
    }));
    expect(has(without.findings, 'X1', 'missing', 2)).toBe(true);
    const more = altered('measured', ({ digests }) => ({
      digests: [...digests, { key: 99, free: { count: 1, low: 1, high: 1 } }],
    }));
    expect(has(more.findings, 'M1', 'extra', 99)).toBe(true);
  });

  test('operations, counts and digests that do not agree break W4', () => {
    expect(rulesOf(altered('measured', () => ({ operations: 1 })))).toEqual(['W4']);
    expect(rulesOf(altered('measured', ({ counts }) => ({ counts: { ...counts, fire: 1 } })))).toContain(
      'W4',
    );
    expect(rulesOf(altered('measured', ({ counts }) => ({ counts: { ...counts, ghost: 1 } })))).toContain(
      'W4',
    );
    expect(rulesOf(altered('traced', ({ counts }) => ({ counts: { ...counts, seen: 9 } })))).toEqual(['W4']);
    expect(rulesOf(altered('traced', ({ digests }) => ({ digests: digests.slice(1) })))).toContain('W4');
    expect(rulesOf(altered('measured', ({ digests }) => ({ digests: [...digests, ...digests] })))).toEqual([
      'W4',
    ]);
    expect(rulesOf(altered('measured', () => ({ samples: { offset: 0, count: 5000 } })))).toEqual([
      'W4',
      'W7',
    ]);
  });

  test('a forbidden kind in the counts of a measured round is found without a trace', () => {
    const judgement = altered('measured', ({ counts }) => ({ counts: { ...counts, stray: 1 } }));
    expect(has(judgement.findings, 'F1', 'forbidden', null)).toBe(true);
  });

  test('times that run backwards or leave the window break W1', () => {
    expect(rulesOf(altered('traced', () => ({ endNs: 5 })))).toContain('W1');
    expect(rulesOf(altered('measured', () => ({ startNs: 3 })))).toContain('W1');
    const events = legalTrace(1);
    const last = events.length - 1;
    const back = events.map((event, row) => (row === last ? at(event, 1) : event));
    expect(rulesOf(judgeTraced(back))).toContain('W1');
  });

  test('a window outside the stamps of the harness breaks W2', () => {
    expect(rulesOf(altered('measured', ({ sentNs }) => ({ sentNs: sentNs + 1 })))).toEqual(['W2']);
    expect(rulesOf(altered('measured', ({ receivedNs }) => ({ receivedNs: receivedNs - 1 })))).toEqual([
      'W2',
    ]);
    const { record, reader } = invocationOf(legalTrace(1));
    expect(rulesOf(judge({ record: { ...record, clock: null }, reader }))).toEqual(['W2']);
    const tolerant = { offsetNs: 490, errorNs: 10, source: 'handshake' } as const;
    expect(judge({ record: { ...record, clock: tolerant }, reader }).proof).not.toBeNull();
  });
});

describe('vacuity', () => {
  test('no traced round, no measured round or an unrecorded one is an empty proof', () => {
    const { record, reader } = invocationOf(legalTrace(1));
    const [traced, measured] = record.rounds;
    if (traced === undefined || measured === undefined) throw new Error('no rounds');
    const classes = (rounds: RoundRecord[]): string[] =>
      judge({ record: { ...record, rounds }, reader }).findings.map((finding) => finding.class);
    expect(classes([traced])).toEqual(['empty']);
    expect(classes([measured])).toEqual(['empty']);
    expect(classes([])).toEqual(['empty']);
    expect(classes([traced, { ...measured, record: 'none' }])).toEqual(['empty']);
  });

  test('a scenario that expects nothing and a runner that does nothing prove nothing', () => {
    const { record, reader } = invocationOf([], []);
    const quiet = { ...sampleScenario, rules: [], expected: () => [] };
    const result = judgeInvocation({ record, scenario: quiet, reader, timerEarlyNs: 0 });
    expect(result).toMatchObject({ ok: true, value: { proof: null, rulesBroken: ['W5'] } });
  });

  test('a rule that nothing put to the test is neither kept nor broken', () => {
    const { record, reader } = invocationOf(legalTrace(1));
    const judgement = judge({ record: { ...record, rounds: record.rounds.slice(1) }, reader });
    expect([...judgement.rulesKept, ...judgement.rulesBroken]).not.toContain('E1');
    expect([...judgement.rulesKept, ...judgement.rulesBroken]).not.toContain('W3');
  });

  test('an invocation that did not end well is never proved', () => {
    const { record, reader } = invocationOf(legalTrace(1));
    const late = failure('EL2006', 'no answer', 'Wait.');
    const judgement = judge({ record: { ...record, outcome: { kind: 'timeout', failure: late } }, reader });
    expect(judgement.proof).toBeNull();
    expect(judgement.findings).toEqual([]);
  });

  test('a damaged sidecar comes back as the failure it is', () => {
    const { record } = invocationOf(legalTrace(1));
    const damaged = failure('EL3002', 'cut', 'Run again.');
    const reader = {
      events: () => {
        throw new FailureError(damaged);
      },
      samples: () => [],
      slices: () => {
        throw new FailureError(damaged);
      },
    };
    const result = judgeInvocation({ record, scenario: sampleScenario, reader, timerEarlyNs: 0 });
    expect(result).toEqual({ ok: false, failure: damaged });
  });
});
