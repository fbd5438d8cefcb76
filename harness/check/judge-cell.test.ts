// Verdicts of cells: their precedence, known divergences and those that went stale.
import { describe, expect, test } from 'vitest';
import type { Result } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import type { InvocationRecord, Outcome } from '../contract/invocation.ts';
import type { Judgement, KnownDivergence } from '../contract/verdict.ts';
import type { CellJudgement } from './judge-cell.ts';
import { judgeCell } from './judge-cell.ts';
import { parseKnownDivergences } from './known-divergences.ts';
import { judgeInvocation } from './prove.ts';
import { invocationOf, legalTrace, sampleScenario, timed } from '../testing/sample-case.ts';
import { parseVersionRange } from './version-range.ts';

interface Judged {
  readonly record: InvocationRecord;
  readonly judgement: Result<Judgement>;
}

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

describe('the verdict of a cell', () => {
  test('is equivalent with a proof when every invocation was proved', () => {
    const result = cell([good, good]);
    expect(result).toMatchObject({ verdict: 'equivalent', reason: '', proved: 2, failed: 0 });
    expect(result.proof).toEqual({ invocations: 2, rounds: 4, events: 180, keys: 5 });
    expect(result.rules['X1']).toEqual({ kept: 2, broken: 0 });
  });

  test('is divergent when one invocation of many is, and keeps five findings', () => {
    const result = cell([good, lossy, lossy, lossy]);
    expect(result).toMatchObject({ verdict: 'divergent', proof: null, proved: 1 });
    expect(result.findings).toHaveLength(5);
    expect(result.findingCount).toBeGreaterThan(5);
    expect(result.reason).toMatch(/^X1 on key 1, missing: /);
    expect(result.rules['X1']).toEqual({ kept: 1, broken: 3 });
  });

  test('is failed when nothing was proved, and keeps its failures when something was', () => {
    const dead = { record: crashed, judgement: nothing };
    expect(cell([dead])).toMatchObject({ verdict: 'failed', reason: 'EL2007 killed by SIGSEGV', failed: 1 });
    expect(cell([dead, good])).toMatchObject({ verdict: 'equivalent', proved: 1, failures: [crash] });
    expect(cell([dead, good, lossy])).toMatchObject({ verdict: 'divergent' });
  });

  test('is not equivalent when some invocations could not be enacted, whatever the others proved', () => {
    const unable = {
      record: { ...crashed, outcome: { kind: 'unsupported', reason: 'no inotify here' } },
      judgement: nothing,
    } as const;
    const result = cell([good, unable, good]);
    expect(result).toMatchObject({ verdict: 'inconclusive', proof: null, proved: 2 });
    expect(result.reason).toBe(
      '1 of 3 invocations answered that it is not supported, and 2 were proved: no inotify here',
    );
    expect(cell([unable, unable]).verdict).toBe('unsupported');
    expect(cell([unable, lossy]).verdict).toBe('divergent');
  });

  test('is failed when a sidecar was damaged', () => {
    const damaged = failure('EL3002', 'cut', 'Run again.');
    const result = cell([{ record: good.record, judgement: { ok: false, failure: damaged } }]);
    expect(result).toMatchObject({ verdict: 'failed', failures: [damaged] });
  });

  test('is inconclusive when the proof is empty or nothing was run', () => {
    const { record, reader } = invocationOf(legalTrace(1));
    const hollow = { ...record, rounds: [] };
    const judgement = judgeInvocation({ record: hollow, scenario: sampleScenario, reader, timerEarlyNs: 0 });
    const result = cell([{ record: hollow, judgement }]);
    expect(result).toMatchObject({ verdict: 'inconclusive', failures: [{ code: 'EL4003' }], proof: null });
    expect(cell([])).toMatchObject({ verdict: 'inconclusive', reason: 'nothing was run' });
    const waived = { ...crashed, outcome: { kind: 'not-run', reason: 'failed twice' } } as const;
    expect(cell([{ record: waived, judgement: nothing }])).toMatchObject({ reason: 'failed twice' });
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

describe('a list of known divergences', () => {
  test('is read when it is well formed', () => {
    expect(parseKnownDivergences([entry], 'list.json')).toEqual({ ok: true, value: [entry] });
    expect(parseKnownDivergences([], 'list.json').ok).toBe(true);
  });

  test('that is malformed is an error that names the file and the place', () => {
    for (const bad of [
      {},
      [{ ...entry, status: 'sometimes' }],
      [{ ...entry, key: -1 }],
      [{ ...entry, key: 'all' }],
      [{ ...entry, extra: 1 }],
      [entry, entry],
      [{ ...entry, versions: '^20' }],
    ])
      expect(parseKnownDivergences(bad, 'list.json')).toMatchObject({
        ok: false,
        failure: { code: 'EL1007', cause: expect.stringMatching(/^list\.json: /) },
      });
  });
});

test('a comparator compares only the parts that it names', () => {
  const holds = (range: string, version: string): boolean | undefined => parseVersionRange(range)?.(version);
  expect(['20.0.0', '23.9.9', '24.0.0', '19.9.9'].map((version) => holds('>=20 <24', version))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([holds('=20', '20.5.1'), holds('>20', '20.5.1'), holds('<=20', '20.5.1')]).toEqual([
    true,
    false,
    true,
  ]);
  expect([holds('<3.13', '3.12.9'), holds('<3.13', '3.13.0rc1'), holds('', '1.0')]).toEqual([
    true,
    false,
    true,
  ]);
  expect([parseVersionRange('20'), parseVersionRange('>=x')]).toEqual([null, null]);
});
