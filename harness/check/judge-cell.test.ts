// Verdicts of cells: their precedence, known divergences and those that went stale.
import { describe, expect, test } from 'vitest';
import type { Result } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import type { Outcome } from '../contract/invocation.ts';
import type { Judgement, KnownDivergence } from '../contract/verdict.ts';
import type { Judged } from './invocation-ends.ts';
import type { CellJudgement } from './judge-cell.ts';
import { judgeCell } from './judge-cell.ts';
import { judgeInvocation } from './prove.ts';
import { invocationOf, legalTrace, sampleScenario, timed } from '../testing/sample-case.ts';

function judged(events = legalTrace(1), outcome: Outcome = { kind: 'ok' }): Judged {
  const { record: ok, reader } = invocationOf(events);
  const record = { ...ok, outcome };
  return {
    record,
    judgement: judgeInvocation({ record, scenario: sampleScenario, reader, timerEarlyNs: 0 }),
  };
}

const good = judged();
const lossy = judged(timed(legalTrace(1).filter((event) => event.kind !== 'fire' || event.key !== 1)));
const stray = judged([...legalTrace(1), { kind: 'stray', key: 0, id: 0, digest: 0, time: 90_000_000 }]);
const crash = failure('EL2007', 'killed by SIGSEGV', 'Look at its log.');
const crashed = {
  ...good.record,
  rounds: [],
  outcome: { kind: 'crashed', signal: 'SIGSEGV', failure: crash },
} as const;

const entry: KnownDivergence = {
  id: 'stray-on-old',
  runner: 'node',
  versions: '>=20 <24',
  rule: 'F1',
  class: 'forbidden',
  styles: [],
  status: 'must-fail',
  reason: 'old runtimes report strangers',
  link: 'https://example.org/1',
};

function cell(
  invocations: readonly Judged[],
  known: readonly KnownDivergence[] = [],
  version = '22.1.0',
): CellJudgement {
  return judgeCell({
    records: invocations.map(({ record }) => record),
    judgements: invocations.map(({ judgement }) => judgement),
    known,
    runner: 'node',
    version,
    style: 'promises',
  });
}

const nothing: Result<Judgement> = {
  ok: true,
  value: { invocation: 'x', proof: null, findings: [], findingCount: 0, rulesKept: [], rulesBroken: [] },
};

const dead: Judged = { record: crashed, judgement: nothing };
const NONE = { proved: 0, diverged: 0, failed: 0, unsupported: 0, notRun: 0 };

describe('the verdict of a cell', () => {
  test('is equivalent with a proof when every invocation was proved', () => {
    const result = cell([good, good]);
    expect(result).toMatchObject({ verdict: 'equivalent', reason: '', ends: { ...NONE, proved: 2 } });
    expect(result.proof).toEqual({ invocations: 2, rounds: 4, events: 180, keys: 5 });
    expect(result.rules['X1']).toEqual({ kept: 2, broken: 0 });
  });

  test('is divergent when one invocation of many is, and keeps five findings', () => {
    const result = cell([good, lossy, lossy, lossy]);
    expect(result).toMatchObject({ verdict: 'divergent', proof: null, ends: { proved: 1, diverged: 3 } });
    expect(result.findings).toHaveLength(5);
    expect(result.findingCount).toBeGreaterThan(5);
    expect(result.reason).toMatch(/^X1 on key 1, missing: .* \(in 3 of 4 invocations\)$/);
    expect(result.rules['X1']).toEqual({ kept: 1, broken: 3 });
  });

  test('is failed when one invocation of many did not end, and says how many', () => {
    expect(cell([dead])).toMatchObject({
      verdict: 'failed',
      reason: 'EL2007 killed by SIGSEGV',
      ends: { ...NONE, failed: 1 },
    });
    const many = cell([dead, ...Array.from({ length: 9 }, () => good)]);
    expect(many).toMatchObject({ verdict: 'failed', proof: null, failures: [crash] });
    expect(many.reason).toBe('1 of 10 invocations failed: EL2007 killed by SIGSEGV');
    expect(many.ends).toEqual({ ...NONE, proved: 9, failed: 1 });
    expect(cell([dead, dead]).reason).toBe('all 2 invocations failed: EL2007 killed by SIGSEGV');
  });

  test('is divergent where a rule was broken, whatever else crashed, and tells both', () => {
    const both = cell([dead, good, lossy]);
    expect(both).toMatchObject({ verdict: 'divergent', failures: [crash] });
    expect(both.reason).toMatch(
      /^X1 .* \(in 1 of 3 invocations\); besides, 1 of 3 invocations failed: EL2007 killed by SIGSEGV$/,
    );
    // It broke a rule and crashed then: the rounds before the crash are judged as any other.
    const lastWords = judged(timed(legalTrace(1).filter((event) => event.kind !== 'fire')), crashed.outcome);
    expect(cell([lastWords, good])).toMatchObject({
      verdict: 'divergent',
      ends: { ...NONE, proved: 1, diverged: 1 },
    });
  });

  test('is failed when one crashed beside a known divergence, or where one is stale', () => {
    expect(cell([dead, stray], [entry])).toMatchObject({ verdict: 'failed' });
    expect(cell([dead, good], [entry])).toMatchObject({ verdict: 'failed' });
  });

  test('is a known divergence where that explains what an invocation had recorded before it hung', () => {
    const hung = { ...stray, record: { ...stray.record, outcome: crashed.outcome } };
    const result = cell([hung, hung], [entry]);
    expect(result).toMatchObject({ verdict: 'known-divergence', failures: [crash, crash] });
    expect(result.ends).toEqual({ ...NONE, diverged: 2 });
  });

  test('is equivalent when the user stopped some invocations: that is not the fault of the subject', () => {
    const stopped = { ...crashed, outcome: { kind: 'not-run', reason: 'interrupted' } } as const;
    const result = cell([good, { record: stopped, judgement: nothing }]);
    expect(result).toMatchObject({ verdict: 'equivalent', ends: { ...NONE, proved: 1, notRun: 1 } });
    expect(result.proof).toMatchObject({ invocations: 1 });
  });

  test('says that the rest was not run after it had failed twice', () => {
    const left = { ...crashed, outcome: { kind: 'not-run', reason: 'ended with crashed 2 times' } } as const;
    expect(cell([good, dead, dead, { record: left, judgement: nothing }])).toMatchObject({
      reason:
        '2 of 3 invocations failed: EL2007 killed by SIGSEGV; 1 more was not run: ended with crashed 2 times',
      ends: { ...NONE, proved: 1, failed: 2, notRun: 1 },
    });
  });

  test('is failed through the harness where its own witness failed, and does not blame the subject', () => {
    const witness = failure('EL2013', 'The witness did not answer.', 'Run it again.');
    const lost = { ...crashed, outcome: { kind: 'setup-error', failure: witness } } as const;
    const result = cell([{ record: lost, judgement: nothing }, good]);
    expect(result.verdict).toBe('failed');
    expect(result.reason).toBe(
      '1 of 2 invocations failed through the harness, not through the subject: EL2013 The witness did not answer.',
    );
    // What the subject did itself comes first.
    expect(cell([{ record: lost, judgement: nothing }, dead, good]).reason).toBe(
      '2 of 3 invocations failed: EL2007 killed by SIGSEGV',
    );
  });

  test('is not equivalent when some invocations could not be enacted, whatever the others proved', () => {
    const unable = {
      record: { ...crashed, outcome: { kind: 'unsupported', reason: 'no inotify here' } },
      judgement: nothing,
    } as const;
    const result = cell([good, unable, good]);
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      proof: null,
      ends: { proved: 2, unsupported: 1 },
    });
    expect(result.failures).toMatchObject([{ code: 'EL4007' }]);
    expect(result.reason).toBe(
      '1 of 3 invocations answered that it is not supported, and 2 were proved: no inotify here',
    );
    expect(cell([unable, unable]).verdict).toBe('unsupported');
    expect(cell([unable, unable]).failures).toEqual([]);
    expect(cell([unable, lossy]).verdict).toBe('divergent');
    expect(cell([unable, dead, good]).verdict).toBe('failed');
  });

  test('is failed when a sidecar was damaged', () => {
    const damaged = failure('EL3002', 'cut', 'Run again.');
    const result = cell([{ record: good.record, judgement: { ok: false, failure: damaged } }]);
    expect(result).toMatchObject({ verdict: 'failed', failures: [damaged] });
    const one = cell([good, { record: good.record, judgement: { ok: false, failure: damaged } }]);
    expect(one.reason).toBe('1 of 2 invocations failed: EL3002 cut');
  });

  test('is failed when there was nothing to judge, even in one invocation of several', () => {
    const { record, reader } = invocationOf(legalTrace(1));
    const empty = { ...record, rounds: [] };
    const judgement = judgeInvocation({ record: empty, scenario: sampleScenario, reader, timerEarlyNs: 0 });
    const silent = { record: empty, judgement };
    expect(cell([silent])).toMatchObject({
      verdict: 'failed',
      reason: 'EL4003 no round was traced',
      failures: [{ code: 'EL4003' }],
      proof: null,
      ends: { ...NONE, failed: 1 },
    });
    expect(cell([silent, good])).toMatchObject({
      verdict: 'failed',
      reason: '1 of 2 invocations failed: EL4003 no round was traced',
      ends: { ...NONE, proved: 1, failed: 1 },
    });
  });

  test('is inconclusive when nothing was run', () => {
    expect(cell([])).toMatchObject({ verdict: 'inconclusive', reason: 'nothing was run', ends: NONE });
    const stopped = { ...crashed, outcome: { kind: 'not-run', reason: 'interrupted' } } as const;
    expect(cell([{ record: stopped, judgement: nothing }])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'interrupted',
      ends: { ...NONE, notRun: 1 },
    });
  });

  test('is unsupported with the reason of the runner', () => {
    const refused = { ...crashed, outcome: { kind: 'unsupported', reason: 'no inotify' } } as const;
    expect(cell([{ record: refused, judgement: nothing }])).toMatchObject({
      verdict: 'unsupported',
      reason: 'no inotify',
    });
  });
});

describe('a known divergence', () => {
  test('explains its own finding and voids the numbers', () => {
    expect(cell([stray], [entry])).toMatchObject({ verdict: 'known-divergence', proof: null });
    expect(cell([stray, good], [entry])).toMatchObject({ verdict: 'known-divergence', proof: null });
  });

  test('explains no other rule, class, runner, version or style', () => {
    const others: Partial<KnownDivergence>[] = [
      { rule: 'X1' },
      { class: 'extra' },
      { runner: 'python' },
      { versions: '>=24' },
      { styles: ['callbacks'] },
      { key: 1 },
    ];
    for (const other of others)
      expect(cell([stray], [{ ...entry, status: 'may-fail', ...other }]).verdict).toBe('divergent');
  });

  test('with a key explains the finding on that key, and none of the same rule and class on another', () => {
    const changedOn = (...keys: number[]): Judged =>
      judged(
        legalTrace(1).map((event) =>
          Object.assign({}, event, event.kind === 'fire' && keys.includes(event.key) ? { digest: 5 } : {}),
        ),
      );
    const any: KnownDivergence = { ...entry, rule: 'X1', class: 'changed' };
    const second: KnownDivergence = { ...any, key: 1 };
    expect(cell([changedOn(1)], [second]).verdict).toBe('known-divergence');
    expect(cell([changedOn(1, 2)], [any]).verdict).toBe('known-divergence');
    const other = cell([changedOn(1, 2)], [second]);
    expect([other.verdict, other.reason]).toEqual(['divergent', expect.stringContaining('X1 on key 2')]);
    // One that names no key is not on that key.
    expect(cell([stray], [{ ...entry, key: 0 }]).verdict).toBe('divergent');
  });

  test('does not cover a second finding beside its own', () => {
    expect(cell([stray, lossy], [entry]).verdict).toBe('divergent');
  });

  test('that must fail and does not is stale; one that may fail is not', () => {
    expect(cell([good], [entry])).toMatchObject({ verdict: 'stale-divergence', proof: null });
    expect(cell([good], [{ ...entry, status: 'may-fail' }]).verdict).toBe('equivalent');
    expect(cell([good], [entry], '24.0.0').verdict).toBe('equivalent');
    expect(cell([{ record: crashed, judgement: nothing }], [entry]).verdict).toBe('failed');
  });
});
