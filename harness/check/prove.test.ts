// The judge accepts every legal trace, and names class and key of every single fault.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failure, FailureError } from '../contract/failure.ts';
import type { RoundRecord } from '../contract/invocation.ts';
import type { TraceEvent } from '../contract/trace.ts';
import type { Finding, FindingClass, Judgement } from '../contract/verdict.ts';
import { judgeInvocation } from './prove.ts';
import type { SampleInvocation } from './sample-case.ts';
import { FREE_KEY, invocationOf, legalTrace, sampleScenario, timed } from './sample-case.ts';

const seeds = fc.integer({ min: 0, max: 0xffffffff });

function judge({ record, reader }: SampleInvocation, timerEarlyNs = 0): Judgement {
  const result = judgeInvocation({ record, scenario: sampleScenario, reader, timerEarlyNs });
  if (!result.ok) throw new FailureError(result.failure);
  return result.value;
}

function has(findings: readonly Finding[], rule: string, found: FindingClass, key: number | null): boolean {
  return findings.some((finding) => finding.rule === rule && finding.class === found && finding.key === key);
}

/** The judgement of one traced round that recorded a faulty trace; the measured one stays honest. */
function judgeTraced(events: readonly TraceEvent[]): Judgement {
  const faulty = invocationOf(events);
  const honest = invocationOf(legalTrace(1));
  const rounds = [faulty.record.rounds[0], honest.record.rounds[1]].filter((round) => round !== undefined);
  return judge({ ...faulty, record: { ...faulty.record, rounds } });
}

const indexOf = (events: readonly TraceEvent[], kind: string, pick: number): number => {
  const rows = events.flatMap((event, row) => (event.kind === kind ? [row] : []));
  return rows[pick % rows.length] ?? 0;
};

describe('legal traces', () => {
  test('every interleaving is proved, with what was checked counted', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const judgement = judge(invocationOf(legalTrace(seed)));
        expect(judgement.findings).toEqual([]);
        expect(judgement.proof).toMatchObject({ rounds: 2, events: 90, keys: 5 });
        expect(judgement.rulesBroken).toEqual([]);
        expect(judgement.rulesKept).toContain('X1');
      }),
      { numRuns: 100 },
    );
  });

  test('any lateness is legal', () => {
    const late = legalTrace(3).map((event, row) => ({ ...event, time: event.time + row * 9_000_000 }));
    const { record, reader } = invocationOf(late);
    const rounds = record.rounds.map((round) => ({
      ...round,
      startNs: 0,
      endNs: 1e12,
      sentNs: 0,
      receivedNs: 2e12,
    }));
    const wide = rounds.slice(0, 1).concat(rounds.slice(1).map((round) => ({ ...round, startNs: 1e12 })));
    expect(judge({ record: { ...record, rounds: wide }, reader }).findings).toEqual([]);
  });
});

describe('single faults in the trace', () => {
  const property = (check: (events: TraceEvent[], pick: number) => void): void =>
    fc.assert(
      fc.property(seeds, fc.nat(1000), (seed, pick) => check(legalTrace(seed), pick)),
      { numRuns: 60 },
    );

  test('a dropped event is missing on its key', () => {
    property((events, pick) => {
      const row = indexOf(events, 'fire', pick);
      const key = events[row]?.key ?? -1;
      const judgement = judgeTraced(timed(events.toSpliced(row, 1)));
      expect(judgement.proof).toBeNull();
      expect(has(judgement.findings, 'X1', 'missing', key)).toBe(true);
      expect(judgement.findings.every((finding) => finding.key === key || finding.key === null)).toBe(true);
    });
  });

  test('an event twice is a duplicate', () => {
    property((events, pick) => {
      const row = indexOf(events, 'fire', pick);
      const event = events[row];
      if (event === undefined) throw new Error('no event');
      const judgement = judgeTraced(timed(events.toSpliced(row + 1, 0, event)));
      expect(has(judgement.findings, 'X1', 'duplicate', event.key)).toBe(true);
    });
  });

  test('a duplicate under a fresh id is extra', () => {
    property((events, pick) => {
      const row = indexOf(events, 'fire', pick);
      const event = events[row];
      if (event === undefined) throw new Error('no event');
      const judgement = judgeTraced(timed(events.toSpliced(row + 1, 0, { ...event, id: 5000 })));
      expect(has(judgement.findings, 'X1', 'extra', event.key)).toBe(true);
      expect(has(judgement.findings, 'E1', 'missing', event.key)).toBe(true);
    });
  });

  test('two events of a key in the wrong order are reordered', () => {
    property((events, pick) => {
      const row = indexOf(events, 'fire', pick);
      const key = events[row]?.key ?? -1;
      const arm = events.findLastIndex((event, at) => at < row && event.kind === 'arm' && event.key === key);
      const swapped = [...events];
      [swapped[row], swapped[arm]] = [events[arm], events[row]].filter((event) => event !== undefined) as [
        TraceEvent,
        TraceEvent,
      ];
      const judgement = judgeTraced(timed(swapped));
      expect(has(judgement.findings, 'X1', 'reordered', key)).toBe(true);
      expect(has(judgement.findings, 'E1', 'reordered', key)).toBe(true);
    });
  });

  test('an order between kinds of two rules is told of the rule that names the kind', () => {
    const events = legalTrace(5);
    const end = events.findIndex((event) => event.kind === 'end' && event.key === 1);
    const fire = events.findLastIndex((event) => event.kind === 'fire' && event.key === 1);
    const moved = events.toSpliced(end, 1).toSpliced(fire, 0, ...events.slice(end, end + 1));
    const judgement = judgeTraced(timed(moved));
    expect(has(judgement.findings, 'X2', 'reordered', 1)).toBe(true);
  });

  test('payloads swapped between two keys are crossed on both', () => {
    property((events, pick) => {
      const first = indexOf(events, 'fire', pick);
      const here = events[first];
      const second = events.findIndex((event) => event.kind === 'fire' && event.key !== here?.key);
      const there = events[second];
      if (here === undefined || there === undefined) throw new Error('no event');
      const crossed = events
        .with(first, { ...there, key: here.key })
        .with(second, { ...here, key: there.key });
      const judgement = judgeTraced(timed(crossed));
      expect(has(judgement.findings, 'X1', 'crossed', here.key)).toBe(true);
      expect(has(judgement.findings, 'X1', 'crossed', there.key)).toBe(true);
    });
  });

  test('a flipped bit is a changed digest, in ordered and in free kinds', () => {
    property((events, pick) => {
      for (const [kind, rule] of [['fire', 'X1'] as const, ['done', 'M1'] as const]) {
        const row = indexOf(events, kind, pick);
        const event = events[row];
        if (event === undefined) throw new Error('no event');
        const flipped = events.with(row, { ...event, digest: (event.digest ^ (1 << (pick % 32))) >>> 0 });
        expect(has(judgeTraced(timed(flipped)).findings, rule, 'changed', event.key)).toBe(true);
      }
    });
  });

  test('free events may come in any order, but not be lost, doubled or invented', () => {
    property((events, pick) => {
      const row = indexOf(events, 'done', pick);
      const event = events[row];
      if (event === undefined) throw new Error('no event');
      const lost = judgeTraced(timed(events.toSpliced(row, 1)));
      expect(has(lost.findings, 'M1', 'missing', FREE_KEY)).toBe(true);
      const doubled = judgeTraced(timed(events.toSpliced(row, 0, event)));
      expect(has(doubled.findings, 'M1', 'duplicate', FREE_KEY)).toBe(true);
      const invented = judgeTraced(timed(events.toSpliced(row, 0, { ...event, id: 9999 })));
      expect(has(invented.findings, 'M1', 'extra', FREE_KEY)).toBe(true);
    });
  });

  test('a timer before its delay is early, unless the runtime documents the tolerance', () => {
    property((events, pick) => {
      const row = indexOf(events, 'fire', pick);
      const fired = events[row];
      const armed = events.find((event) => event.kind === 'arm' && event.id === fired?.id);
      if (fired === undefined || armed === undefined) throw new Error('no event');
      // Everything armed less than a step ago moves with it, so that times still never decrease.
      const cut = armed.time + 900_000;
      const early = events.map((event, at) =>
        at > events.indexOf(armed) && at <= row ? { ...event, time: cut } : event,
      );
      const judgement = judgeTraced(early);
      expect(has(judgement.findings, 'N1', 'early', fired.key)).toBe(true);
      expect(has(judgement.findings, 'W1', 'clock', fired.key)).toBe(false);
      const tolerated = invocationOf(early);
      expect(judge(tolerated, 1_000_000).proof).not.toBeNull();
    });
  });

  test('the counterexample shows the index within the key and two events around it', () => {
    const events = legalTrace(8);
    const row = indexOf(events, 'fire', 5);
    const key = events[row]?.key ?? -1;
    const position = events.slice(0, row).filter((event) => event.key === key).length;
    const finding = judgeTraced(timed(events.toSpliced(row, 1))).findings.find(({ rule }) => rule === 'X1');
    expect(finding?.index).toBe(position);
    expect(finding?.expected.map(({ index }) => index)).toEqual(
      expect.arrayContaining([position - 1, position, position + 1]),
    );
    expect(finding?.expected.find(({ index }) => index === position)).toMatchObject({
      kind: 'fire',
      timeNs: null,
    });
    expect(finding?.observed.find(({ index }) => index === position)?.timeNs).toEqual(expect.any(Number));
  });
});

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
    expect(rulesOf(altered('measured', () => ({ samples: { offset: 0, count: 5000 } })))).toEqual(['W4']);
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
    const back = events.map((event, row) => (row === last ? { ...event, time: 1 } : event));
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
    };
    const result = judgeInvocation({ record, scenario: sampleScenario, reader, timerEarlyNs: 0 });
    expect(result).toEqual({ ok: false, failure: damaged });
  });
});
