// A round that never ended, or broke off: what is missing is named with rule and key, and nobody is blamed for what he could not do.
import { describe, expect, test } from 'vitest';
import { FailureError, failure } from '../contract/failure.ts';
import type { UnfinishedRound } from '../contract/invocation.ts';
import type { SegmentReference } from '../contract/message.ts';
import type { Stimulus } from '../contract/scenario.ts';
import type { EventColumns, TraceEvent } from '../contract/trace.ts';
import type { Judgement } from '../contract/verdict.ts';
import type { WitnessRecord } from '../contract/witness.ts';
import {
  FREE_KEY,
  STEP_NS,
  invocationOf,
  legalTrace,
  roundOf,
  sampleScenario,
  timed,
} from '../testing/sample-case.ts';
import { at, has } from '../testing/sample-judge.ts';
import { judgeInvocation } from './prove.ts';

const HUNG: UnfinishedRound = {
  round: 0,
  purpose: 'traced',
  record: 'full',
  sentNs: 0,
  lostNs: 5000 * STEP_NS,
  ending: 'hung',
  events: { offset: 0, count: 1 },
  unknown: null,
  witness: null,
};
const WHOLE = legalTrace(5);

function judge(
  events: readonly TraceEvent[],
  changes: Partial<UnfinishedRound> = {},
  stimulus: Stimulus = { kind: 'none' },
): Judgement {
  const { record, reader } = invocationOf(events);
  const cause = { code: 'EL2006', cause: 'No answer.', next: '', evidence: [] } as const;
  const result = judgeInvocation({
    record: {
      ...record,
      outcome: { kind: 'timeout', failure: cause },
      rounds: changes.round === undefined ? [] : [roundOf(0, 'measured', WHOLE, 3)],
      unfinished: { ...HUNG, ...changes },
    },
    scenario: { ...sampleScenario, stimulus: () => stimulus },
    reader,
    timerEarlyNs: 0,
  });
  if (!result.ok) throw new Error(result.failure.cause);
  return result.value;
}

/** Without all that comes behind its `tick`-th firing on one key. */
function cut(key: number, tick: number): TraceEvent[] {
  let fired = 0;
  return timed(
    WHOLE.filter((event) => {
      if (event.key !== key) return true;
      if (event.kind === 'fire') fired++;
      return fired < tick;
    }),
  );
}

describe('a round that hung', () => {
  test.each([0, 1, 2])('names the event that is missing, by rule and key %i', (key) => {
    const { findings, proof, rulesBroken } = judge(cut(key, 3));
    expect(proof).toBeNull();
    expect(rulesBroken).toEqual(['X1']);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rule: 'X1', class: 'missing', key, round: 0 });
    expect(findings[0]?.text).toMatch(
      /^`fire` \d+ \(\w+\) is missing; nothing stands in its place; the round never ended$/,
    );
    expect(findings[0]?.expected.find(({ index }) => index === findings[0]?.index)).toMatchObject({
      kind: 'fire',
      key,
    });
  });

  test('names one that is missing among those in any order', () => {
    const { findings } = judge(timed(WHOLE.filter(({ kind, id }) => kind !== 'done' || id !== 7)));
    expect(findings.map(({ rule, key }) => [rule, key])).toEqual([['M1', FREE_KEY]]);
    expect(findings[0]?.text).toContain('`done` 7');
  });

  test('puts what began and did not end before what did not even begin', () => {
    const { findings } = judge(timed(cut(2, 2).filter(({ key }) => key !== 0)));
    expect(findings.map(({ key }) => key)).toEqual([2, 0]);
    expect(findings[1]?.text).toContain('nothing at all was recorded on this key');
  });

  test('is not measured by rules that ask for what may still come', () => {
    const { rulesBroken } = judge(cut(0, 1));
    expect(rulesBroken).not.toContain('K1');
    expect(rulesBroken).not.toContain('O1');
    expect(rulesBroken).not.toContain('W5');
  });

  test('says so when nothing is missing', () => {
    const { findings, note } = judge(WHOLE);
    expect(findings).toEqual([]);
    expect(note).toBe(
      'Round 0 (traced) had recorded 43 of 43 expected events, which is all of them: only the answer is missing.',
    );
  });

  test('that had events up to its end was slow, and lacks nothing', () => {
    const lastNs = Math.max(...cut(1, 2).map(({ time }) => time));
    const { findings, note } = judge(cut(1, 2), { lostNs: lastNs + STEP_NS });
    expect(findings).toEqual([]);
    expect(note).toMatch(/still went on: it was slow, and did not hang\.$/);
  });

  test('without times hangs when it took longer than two of the longest before', () => {
    const digest = { round: 1, purpose: 'measured', record: 'digest' } as const;
    const { findings } = judge(cut(1, 2), { ...digest, lostNs: 2500 * STEP_NS });
    expect(has(findings, 'X1', 'missing', 1)).toBe(true);
    expect(judge(cut(1, 2), { ...digest, lostNs: 1500 * STEP_NS }).findings).toEqual([]);
  });

  test('without a trace is not held against rules about times and traces', () => {
    const early = timed(WHOLE.filter(({ kind }) => kind !== 'seen')).map((event) => at(event, 0));
    const { findings } = judge(early, { round: 1, purpose: 'measured', record: 'digest' });
    expect(findings).toEqual([]);
    expect(judge(early).rulesBroken).toEqual(expect.arrayContaining(['N1', 'G1']));
  });

  test('of which nothing is known says why, and names no rule', () => {
    const { findings, note } = judge([], { events: null, unknown: 'the process was stopped by a signal' });
    expect(findings).toEqual([]);
    expect(note).toBe(
      'What round 0 (traced) had recorded is not known: the process was stopped by a signal.',
    );
  });

  test('is no part of what was kept', () => {
    expect(judge(WHOLE).rulesKept).toEqual(['W5']);
  });
});

describe('what the witness never did', () => {
  const CLIENTS: Stimulus = { kind: 'half-close', connections: 3, bytes: 8, tailBytes: 2 };
  const client = (bytesSent: number) =>
    ({ bytesSent, digestSent: 0, bytesReceived: 0, digestReceived: 0, ending: 'failed' }) as const;
  const clients = (...sent: readonly number[]): WitnessRecord => ({
    kind: 'clients',
    clients: sent.map(client),
  });

  test('is not missing: a client that sent nothing', () => {
    const events = timed(WHOLE.filter(({ key }) => key !== 1));
    expect(judge(events, { witness: clients(8, 0, 8) }, CLIENTS).findings).toEqual([]);
    const { findings } = judge(events, { witness: clients(8, 8, 8) }, CLIENTS);
    expect(findings.map(({ key }) => key)).toContain(1);
  });

  test('is not missing: a state that it did not make', () => {
    const state = (digest: number): WitnessRecord => ({
      kind: 'acts',
      states: [{ index: 0, key: FREE_KEY + 1, digest, beganNs: 1, endedNs: 2, acknowledgedNs: null }],
      rests: [],
    });
    const events = timed(WHOLE.filter(({ kind }) => kind !== 'settled'));
    const acts: Stimulus = { kind: 'acts', directories: [], files: [], acts: [] };
    expect(has(judge(events, { witness: state(77) }, acts).findings, 'X3', 'missing', FREE_KEY + 1)).toBe(
      true,
    );
    const waiting = judge(events, { witness: state(78) }, acts);
    expect(waiting.findings.filter(({ class: found }) => found === 'missing')).toEqual([]);
  });

  test('is said where it is all that is left', () => {
    const stopped: WitnessRecord = {
      kind: 'relay',
      takenBytes: 0,
      bytesSent: 0,
      digestSent: 0,
      bytesReceived: 0,
      digestReceived: 0,
    };
    const { findings, note } = judge([], { witness: stopped });
    expect(findings).toEqual([]);
    expect(note).toMatch(/which is all that the witness gave it the chance to have\.$/);
  });
});

describe('a server that serves one connection after the other', () => {
  const seen = (bytesToServer: number, bytesToClient: number) => ({
    bytesToServer,
    bytesToClient,
    digestToClient: 0,
  });
  const alone: WitnessRecord = {
    kind: 'echo-proxy',
    connections: [seen(64, 64), seen(0, 0), seen(64, 0)],
    held: 1,
  };

  test('is named by the rule that asks for concurrency, and by a connection that waits', () => {
    const { findings } = judge([], { witness: alone });
    expect(findings.map(({ rule, class: found, key }) => [rule, found, key])).toEqual([['O1', 'overlap', 2]]);
    expect(findings[0]?.text).toBe(
      'the server answered one connection; 1 more had asked and got no answer; the round never ended',
    );
  });

  test('is not named where it answered several, where no other had asked, or where the round broke off', () => {
    const several: WitnessRecord = {
      ...alone,
      connections: [seen(64, 64), seen(64, 64), seen(64, 0)],
      held: 2,
    };
    const unasked: WitnessRecord = { ...alone, connections: [seen(64, 64), seen(0, 0), seen(0, 0)] };
    for (const witness of [several, unasked]) expect(judge([], { witness }).rulesBroken).not.toContain('O1');
    expect(judge([], { witness: alone, ending: 'broken' }).rulesBroken).not.toContain('O1');
  });
});

describe('a round that broke off', () => {
  test('may have been cut off from what it lacks: the next events are named, and their rules', () => {
    const { findings, note } = judge(cut(1, 2), { ending: 'broken' });
    expect(findings).toEqual([]);
    expect(note).toMatch(
      /^Round 0 \(traced\) had recorded \d+ of 43 expected events, and they keep every rule\./,
    );
    expect(note).toMatch(/Next were to come: `fire` 5 on key 1 \(rule X1\)\.$/);
  });

  test('had to have what comes before an event that was seen', () => {
    const row = WHOLE.findIndex(({ kind, key }) => kind === 'arm' && key === 1);
    const { findings } = judge(timed(WHOLE.toSpliced(row, 1)), { ending: 'broken' });
    expect(has(findings, 'X1', 'missing', 1)).toBe(true);
    expect(findings[0]?.text).toMatch(/; the round broke off$/);
  });

  test('had no right to what must not happen', () => {
    const twice = WHOLE.flatMap((event) =>
      event.kind === 'fire' && event.key === 2 ? [event, event] : [event],
    );
    const { findings } = judge(timed(twice), { ending: 'broken' });
    expect(has(findings, 'X1', 'duplicate', 2)).toBe(true);
  });
});

test('what cannot be read of a round that hung takes nothing from the rounds before it', () => {
  const { record, reader } = invocationOf(legalTrace(1));
  const damaged = failure('EL3002', 'The segment at 7 is cut.', 'Run again.');
  const events = (segment: SegmentReference): Iterable<EventColumns> => {
    if (segment.offset === 7) throw new FailureError(damaged);
    return reader.events(segment);
  };
  const result = judgeInvocation({
    record: {
      ...record,
      outcome: { kind: 'timeout', failure: failure('EL2006', 'No answer.', 'Look.') },
      unfinished: { ...HUNG, round: 9, events: { offset: 7, count: 1 } },
    },
    scenario: sampleScenario,
    reader: { ...reader, events },
    timerEarlyNs: 0,
  });
  if (!result.ok) throw new Error(result.failure.cause);
  expect(result.value.findings).toEqual([]);
  expect(result.value.rulesKept).toContain('X1');
  expect(result.value.note).toBe('What round 9 (traced) had recorded is not known: The segment at 7 is cut.');
});
