// The gate before the numbers of one invocation: an honest record passes, and each lying one is found by the check for it.
import { describe, expect, test } from 'vitest';
import { scenario as tcpEcho } from '../../scenarios/io_fanout/tcp_echo/scenario.ts';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { SidecarReader } from '../contract/trace.ts';
import type { Proof } from '../contract/verdict.ts';
import { invocationChecks } from './invocation-checks.ts';
import { measureInvocation } from './measure.ts';

/** Two connections, two under way on each, 1000 messages: 2000 round trips of 100 us in 50 ms are 4 under way. */
const PARAMS = { connections: 2, messages: 1000, bytes: 16, pipeline: 2 };
const OPERATIONS = 2000;
const WINDOW_NS = 50e6;
const LATENCY_NS = 98_000;

function roundOf(round: number, changes: Partial<RoundRecord> = {}): RoundRecord {
  const startNs = round * 60e6;
  return {
    round,
    purpose: round === 0 ? 'traced' : 'measured',
    record: 'digest',
    startNs,
    endNs: startNs + WINDOW_NS,
    sentNs: startNs + 1e9 - 1e6,
    receivedNs: startNs + 1e9 + WINDOW_NS + 1e6,
    operations: OPERATIONS,
    counts: {},
    digests: [],
    samples: { offset: 0, count: OPERATIONS },
    events: null,
    resources: {
      userCpuNs: 40e6,
      systemCpuNs: 5e6,
      voluntarySwitches: 0,
      involuntarySwitches: 0,
      peakResidentBytes: 1,
      runNs: null,
      waitNs: null,
      gcPauseNs: null,
    },
    witness: null,
    ...changes,
  };
}

interface Lie {
  readonly scenario?: Scenario;
  readonly params?: InvocationRecord['params'];
  readonly round?: Partial<RoundRecord>;
  readonly record?: Partial<InvocationRecord>;
  readonly samples?: readonly number[];
}

/** The checks that break when the last of three rounds, or the record, says this. */
function brokenBy({
  scenario = tcpEcho,
  params = PARAMS,
  round,
  record,
  samples,
}: Lie = {}): readonly string[] {
  const list = samples ?? Array.from({ length: OPERATIONS }, () => LATENCY_NS);
  const last = { samples: { offset: 0, count: list.length }, ...round };
  const whole: InvocationRecord = {
    id: 'i1',
    repetition: 0,
    cell: { scenario: scenario.id, set: 's', subject: 'node/promises', side: 'head' },
    params,
    seed: 1,
    nonce: '0123456789abcdef',
    secret: 2,
    outcome: { kind: 'ok' },
    ready: null,
    clock: { offsetNs: 1e9, errorNs: 100, source: 'handshake', roundTripNs: 60_000 },
    rounds: [roundOf(0), roundOf(1, { samples: null }), roundOf(2, last)],
    slices: null,
    conditions: UNTOUCHED,
    startedAtMs: 0,
    wallMs: 1,
    sidecar: { samples: '', events: '' },
    ...record,
  };
  const reader: SidecarReader = {
    events: () => [],
    samples: () => [Float64Array.from(list)],
    slices: () => {
      throw new Error('no slices here');
    },
  };
  // Only the judge makes proofs; a test of what comes after it has to claim one.
  const proof: Proof = JSON.parse(JSON.stringify({ invocation: 'i1', rounds: 3, events: 1, keys: 1 }));
  const values = measureInvocation(proof, whole, scenario, reader);
  const given = { record: whole, scenario, reader, values, logicalCpus: 2, timerEarlyNs: 1e6 };
  return invocationChecks(given)
    .filter(({ kept }) => !kept)
    .map(({ check }) => check);
}

test('an honest record keeps all of them', () => {
  expect(brokenBy()).toEqual([]);
});

describe('a lie about rounds', () => {
  test('other operations than the parameters ask for', () => {
    expect(brokenBy({ round: { operations: OPERATIONS - 1 } })).toEqual(['operations']);
  });

  test('a round that begins before the last one ended', () => {
    expect(brokenBy({ round: { startNs: 109e6 } })).toContain('clock');
  });

  test('a window outside of the time in which the harness waited', () => {
    expect(brokenBy({ round: { sentNs: 1.12e9 + 1000 } })).toEqual(['window']);
    expect(brokenBy({ round: { receivedNs: 1.17e9 - 1000 } })).toEqual(['window']);
    expect(brokenBy({ round: { sentNs: 1.12e9 + 50 } })).toEqual([]);
    expect(brokenBy({ round: { receivedNs: 0 }, record: { clock: null } })).toEqual([]);
  });

  test('more CPU time than the CPUs have, and one only where the process was pinned', () => {
    const resources = { ...roundOf(0).resources, userCpuNs: 190e6 };
    expect(brokenBy({ round: { resources } })).toEqual(['CPU time']);
    const pinned = { conditions: { ...UNTOUCHED, cpu: 1 } };
    expect(brokenBy({ record: pinned })).toEqual([]);
    expect(brokenBy({ record: pinned, round: { resources: { ...resources, userCpuNs: 70e6 } } })).toEqual([
      'CPU time',
    ]);
  });

  test('latencies that leave more under way than the loop admits', () => {
    expect(brokenBy({ samples: Array.from({ length: OPERATIONS }, () => LATENCY_NS * 1.2) })).toEqual([
      'in flight',
    ]);
  });

  test('latencies of a fraction of the time that passed, where there are enough of them', () => {
    const short = (length: number) => Array.from({ length }, () => LATENCY_NS / 20);
    expect(brokenBy({ samples: short(OPERATIONS) })).toEqual(['in flight']);
    expect(brokenBy({ samples: short(900) })).toEqual([]);
  });

  test('a window that is over before anything could have been done', () => {
    const round = { endNs: 120e6 + 9000 };
    expect(brokenBy({ round, samples: [LATENCY_NS / 50] })).toEqual(['throughput']);
    const clock = { offsetNs: 1e9, errorNs: 100, source: 'handshake' } as const;
    expect(brokenBy({ round, record: { clock }, samples: [LATENCY_NS / 50] })).toEqual([]);
  });

  test('a latency of nothing, or one that is no number', () => {
    const with2000 = (value: number) =>
      Array.from({ length: OPERATIONS }, (_, i) => (i === 7 ? value : LATENCY_NS));
    const clock = { name: 'c', resolutionNs: 40, epochNs: null };
    const runtime = { name: 'r', version: '1', loop: 'l', executable: '/r' };
    const runner = { id: 'node', version: '1', homepage: '' };
    const ready = {
      kind: 'ready',
      id: 1,
      protocol: 1,
      runner,
      runtime,
      clock,
      scenarios: [],
      capabilities: [],
    } as const;
    const record = { ready: { ...ready, scenarios: [], capabilities: [] } };
    expect(brokenBy({ record, samples: with2000(40) })).toEqual([]);
    expect(brokenBy({ record, samples: with2000(39) })).toEqual(['smallest sample']);
    expect(brokenBy({ record, samples: with2000(Number.NaN) })).toContain('quantiles');
  });

  test('a timer that is earlier than its runtime documents, but none within that', () => {
    const timer = { scenario: sleepLoop, params: { periodMs: 5, ticks: OPERATIONS } };
    expect(brokenBy({ ...timer, samples: [-900_000, 5, 10] })).toEqual([]);
    expect(brokenBy({ ...timer, samples: [-1_100_000, 5, 10] })).toEqual(['smallest sample']);
  });
});
