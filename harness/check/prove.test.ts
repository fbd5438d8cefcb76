// The judge accepts every legal trace, and names class and key of every single fault.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../contract/trace.ts';
import { FREE_KEY, invocationOf, legalTrace, timed } from '../testing/sample-case.ts';
import { at, has, judge, judgeTraced } from '../testing/sample-judge.ts';

const seeds = fc.integer({ min: 0, max: 0xffffffff });

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
    const late = legalTrace(3).map((event, row) => at(event, event.time + row * 9_000_000));
    const { record, reader } = invocationOf(late);
    const [traced, measured] = record.rounds;
    if (traced === undefined || measured === undefined) throw new Error('no rounds');
    const rounds = [
      { ...traced, endNs: 1e12, receivedNs: 2e12 },
      { ...measured, startNs: 1e12, endNs: 1e12, receivedNs: 2e12 },
    ];
    expect(judge({ record: { ...record, rounds }, reader }).findings).toEqual([]);
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
      const first = events.indexOf(armed) + 1;
      const early = [
        ...events.slice(0, first),
        ...events.slice(first, row + 1).map((event) => at(event, cut)),
        ...events.slice(row + 1),
      ];
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
