// Rule W6: what outlives a round or a process is found, and what may differ is not held against anybody.
import { expect, test } from 'vitest';
import type { Result } from '../contract/failure.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { TraceEvent } from '../contract/trace.ts';
import type { Finding, Judgement, KnownDivergence } from '../contract/verdict.ts';
import { judgeInvocation } from './prove.ts';
import { invocationOf, legalTrace, roundOf, sampleScenario, timed } from '../testing/sample-case.ts';
import { followSameAgain, judgeSameAgain } from './same-again.ts';

/** Lane 1 does other work at its last tick. */
const faulty = (events: readonly TraceEvent[]): TraceEvent[] =>
  events.map((event) => (event.kind === 'fire' && event.key === 1 ? { ...event, digest: 5 } : event));

/** An invocation whose rounds, the first of them traced, recorded these traces. */
function invocation(id: string, traces: readonly (readonly TraceEvent[])[]): InvocationRecord {
  const { record } = invocationOf(legalTrace(1));
  const rounds = traces.map((events, round) =>
    roundOf(round, round === 0 ? 'traced' : 'measured', events, 3),
  );
  return { ...record, id, rounds };
}

interface More {
  readonly scenario?: Scenario;
  readonly entries?: readonly KnownDivergence[];
}

function judged(
  records: readonly InvocationRecord[],
  { scenario = sampleScenario, entries = [] }: More = {},
): Judgement[] {
  const judgements = records.map((record): Result<Judgement> => {
    const { reader } = invocationOf(legalTrace(1));
    return judgeInvocation({ record, scenario: sampleScenario, reader, timerEarlyNs: 0 });
  });
  return judgeSameAgain({ scenario, records, judgements, entries }).flatMap((result) =>
    result.ok ? [result.value] : [],
  );
}

const ofW6 = (judgements: readonly Judgement[]) =>
  judgements.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'W6'));
const keepers = (judgements: readonly Judgement[]): boolean[] =>
  judgements.map(({ rulesKept }) => rulesKept.includes('W6'));

test('legal interleavings of the same are the same, in one process and in two', () => {
  const judgements = judged([
    invocation('a', [legalTrace(1), legalTrace(2)]),
    invocation('b', [legalTrace(1), legalTrace(3)]),
  ]);
  expect(ofW6(judgements)).toEqual([]);
  expect(keepers(judgements)).toEqual([true, true]);
  expect(judgements.every(({ proof }) => proof !== null)).toBe(true);
});

test('a later round of the same process that differs is found, with its key, and takes the proof away', () => {
  const [judgement] = judged([invocation('a', [legalTrace(1), legalTrace(2), faulty(legalTrace(1))])]);
  expect(judgement?.proof).toBeNull();
  expect(judgement?.rulesBroken).toContain('W6');
  expect(ofW6(judgement === undefined ? [] : [judgement])).toMatchObject([
    { rule: 'W6', class: 'changed', key: 1, round: 2, invocation: 'a' },
  ]);
  expect(judgement?.findings.at(-1)?.text).toContain('round 2 differs from round 0 of the same process');
});

test('a fresh process that differs is found, and named with the one it differs from', () => {
  const judgements = judged([
    invocation('a', [legalTrace(1), legalTrace(2)]),
    invocation('b', [faulty(legalTrace(1)), faulty(legalTrace(1))]),
  ]);
  expect(keepers(judgements)).toEqual([true, false]);
  expect(ofW6(judgements)).toMatchObject([{ round: 0, invocation: 'b' }]);
  expect(ofW6(judgements)[0]?.text).toContain('of a, another process');
});

test('a sound process that follows a broken one is not to blame for the difference', () => {
  const broken = invocation('a', [faulty(legalTrace(1)), faulty(legalTrace(1))]);
  const [first, second] = judged([broken, invocation('b', [legalTrace(1), legalTrace(2)])]);
  expect(first?.findings.length).toBeGreaterThan(0);
  expect([second?.findings, second?.proof === null]).toEqual([[], false]);
  // One that is broken is compared with the sound one before it, and with itself.
  const [, later] = judged([invocation('b', [legalTrace(1), legalTrace(2)]), broken]);
  expect(later?.rulesBroken).toContain('W6');
});

test('a difference from an earlier round that is known from elsewhere is found again in the later process alone', () => {
  const follow = followSameAgain(sampleScenario);
  follow(invocation('a', [legalTrace(1), legalTrace(2)]), true);
  const record = invocation('b', [faulty(legalTrace(1)), faulty(legalTrace(1))]);
  const compared = follow(record, true);
  if (compared?.kind !== 'different') throw new Error('it differs');
  const [round] = record.rounds;
  if (round === undefined) throw new Error('it has rounds');
  expect(followSameAgain(sampleScenario)(record, true)).toEqual({ kind: 'same' });
  const again = followSameAgain(sampleScenario, { sight: compared.earlier, record, round })(record, true);
  expect(again).toEqual(compared);
});

test('what was said while the invocations were run is what counts at the end', () => {
  const records = [invocation('a', [legalTrace(1), legalTrace(2)])];
  const { reader } = invocationOf(legalTrace(1));
  const judgements = records.map((record) =>
    judgeInvocation({ record, scenario: sampleScenario, reader, timerEarlyNs: 0 }),
  );
  const finding = { ...FINDING, bundle: 'bundles/a', reproduce: 'evenloop check' };
  const earlier = { invocation: 'z', round: 0, digests: [] };
  const input = { scenario: sampleScenario, records, judgements, entries: [] };
  const [result] = judgeSameAgain({ ...input, compared: [{ kind: 'different', finding, earlier }] });
  expect(result).toMatchObject({ ok: true, value: { proof: null, findings: [finding] } });
});

const FINDING: Finding = {
  rule: 'W6',
  class: 'changed',
  key: 1,
  index: null,
  round: 0,
  invocation: 'a',
  text: 'differs',
  expected: [],
  observed: [],
};

test('who is wrong in the same way each time leaks nothing: W6 is kept, the other rules are not', () => {
  const wrong = faulty(legalTrace(1));
  const judgements = judged([invocation('a', [wrong, wrong]), invocation('b', [wrong, wrong])]);
  expect(ofW6(judgements)).toEqual([]);
  expect(keepers(judgements)).toEqual([true, true]);
  expect(judgements.every(({ proof }) => proof === null)).toBe(true);
});

test('rounds of which different things are expected are not compared', () => {
  const byRound: Scenario = {
    ...sampleScenario,
    expected: ({ round }) => [
      ...sampleScenario.expected(EXPECTATION),
      { kind: 'done', key: 9, id: round, digest: 0 },
    ],
  };
  const records = [invocation('a', [legalTrace(1), faulty(legalTrace(2))])];
  const judgements = judged(records, { scenario: byRound });
  expect([ofW6(judgements), keepers(judgements)]).toEqual([[], [false]]);
});

const EXPECTATION = {
  params: {},
  seed: 0,
  nonce: '',
  secret: 0,
  round: 0,
  traced: false,
  witness: null,
  runtime: null,
};

test('where a known divergence shows, rounds may differ by it', () => {
  const entry: KnownDivergence = {
    id: 'sample',
    runner: 'node',
    versions: '',
    rule: 'X1',
    class: 'changed',
    styles: [],
    status: 'may-fail',
    reason: 'It is so.',
    link: 'here',
  };
  const records = [invocation('a', [legalTrace(1), faulty(legalTrace(1))])];
  expect(ofW6(judged(records))).toHaveLength(1);
  const excused = judged(records, { entries: [entry] });
  expect([ofW6(excused), keepers(excused)]).toEqual([[], [false]]);
});

test('an invocation that did not end well and a round that recorded nothing are not compared', () => {
  const [whole, other] = [invocation('a', [legalTrace(1)]), invocation('b', [legalTrace(1), timed([])])];
  const blank = other.rounds.map((round): RoundRecord => ({ ...round, record: 'none' }));
  const ended: InvocationRecord = { ...other, outcome: { kind: 'not-run', reason: 'interrupted' } };
  expect(keepers(judged([whole, { ...other, rounds: blank }]))).toEqual([false, false]);
  expect(keepers(judged([whole, ended]))).toEqual([false, false]);
});
