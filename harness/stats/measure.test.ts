// The numbers of invocations and cells: what is summed, what is a median, what is joined and what is left out.
import { describe, expect, test } from 'vitest';
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { MetricSpec } from '../contract/metric.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { SidecarReader } from '../contract/trace.ts';
import type { Proof } from '../contract/verdict.ts';
import type { WitnessRecord } from '../contract/witness.ts';
import { measureCell } from './measure-cell.ts';
import type { InvocationValues } from './measure.ts';
import { measureInvocation } from './measure.ts';

const base = { unit: 'ns', better: 'lower', primary: true, minimumEffect: 0.01, scale: 'ratio' } as const;
const quantile = (id: string, q: number, join: 'none' | 'notice'): MetricSpec => ({
  ...base,
  id,
  title: id,
  source: { kind: 'sample-quantile', q, join },
});

function scenarioWith(join: 'none' | 'notice'): Scenario {
  return {
    id: 'timers.sample',
    version: 1,
    family: 'timers',
    title: 'Sample',
    summary: 'For tests.',
    parameters: {},
    profiles: { smoke: [], quick: [], standard: [], full: [] },
    alphabet: [],
    rules: join === 'none' ? [{ kind: 'lateness', id: 'L1', level: 'must', text: 'Not early.' }] : [],
    metrics: [
      { ...base, id: 'cpu', title: 'CPU', source: { kind: 'cpu-per-operation' } },
      { ...base, id: 'wall', title: 'wall', source: { kind: 'wall-per-operation' } },
      quantile('p50', 0.5, join),
      quantile('p99', 0.99, join),
    ],
    measurement: { kind: 'plain', reason: 'A test.' },
    operation: 'tick',
    comparesStyles: false,
    inDefaultRun: true,
    styles: { javascript: {}, python: {} },
    stimulus: () => ({ kind: 'none' }),
    capacity: () => ({ events: 1, samples: 9 }),
    operations: () => 10,
    expected: () => [],
  };
}

function round(
  purpose: RoundRecord['purpose'],
  wallNs: number,
  cpuNs: number,
  witness: WitnessRecord | null = null,
): RoundRecord {
  return {
    round: 0,
    purpose,
    record: 'digest',
    startNs: 100,
    endNs: 100 + wallNs,
    sentNs: 0,
    receivedNs: 1e9,
    operations: 10,
    counts: {},
    digests: [],
    samples: { offset: 0, count: 3 },
    events: null,
    resources: {
      userCpuNs: cpuNs,
      systemCpuNs: 20,
      voluntarySwitches: 0,
      involuntarySwitches: 0,
      peakResidentBytes: 0,
      runNs: null,
      waitNs: null,
      gcPauseNs: null,
    },
    witness,
  };
}

function recordOf(rounds: readonly RoundRecord[]): InvocationRecord {
  return {
    id: 'i1',
    repetition: 1,
    cell: { scenario: 'timers.sample', set: 's', subject: 'node/promises', side: 'head' },
    params: {},
    seed: 1,
    nonce: '0123456789abcdef',
    secret: 1,
    outcome: { kind: 'ok' },
    ready: null,
    clock: { offsetNs: 1000, errorNs: 0, source: 'shared-epoch' },
    rounds,
    slices: null,
    conditions: UNTOUCHED,
    startedAtMs: 0,
    wallMs: 0,
    sidecar: { samples: '', events: '' },
  };
}

/** Only the judge makes proofs; a test of what comes after it has to claim one. */
const proofOf = (invocation: string): Proof =>
  JSON.parse(JSON.stringify({ invocation, rounds: 1, events: 1, keys: 1 }));

const reader: SidecarReader = {
  events: () => [],
  samples: () => [Float64Array.of(5000, 7000), Float64Array.of(-20)],
  slices: () => {
    throw new Error('no slices here');
  },
};

describe('an invocation', () => {
  test('sums CPU over measured rounds, takes the middle wall time and only measured samples', () => {
    const rounds = [
      round('traced', 1e6, 1e6),
      round('warmup', 1e6, 1e6),
      round('measured', 100, 280),
      round('measured', 900, 80),
      round('measured', 300, 180),
    ];
    const values = measureInvocation(proofOf('i1'), recordOf(rounds), scenarioWith('none'), reader);
    expect(values.values).toEqual({ cpu: 20, wall: 30, p50: 5000, p99: null });
    expect(values.throughput).toBeCloseTo(1e9 / 30, 6);
    expect([...values.samples]).toEqual([-20, -20, -20, 5000, 5000, 5000, 7000, 7000, 7000]);
    expect(values.repetition).toBe(1);
  });

  test('takes the most memory of all its rounds, whatever they were for', () => {
    const holding = (peakResidentBytes: number): RoundRecord => {
      const each = round('traced', 1, 1);
      return { ...each, resources: { ...each.resources, peakResidentBytes } };
    };
    const rounds = [holding(900), holding(899)];
    const memory: MetricSpec = { ...base, id: 'memory', title: 'memory', source: { kind: 'peak-resident' } };
    const scenario = { ...scenarioWith('none'), metrics: [memory] };
    const values = (record: InvocationRecord) =>
      measureInvocation(proofOf('i1'), record, scenario, reader).values;
    expect(values(recordOf(rounds))).toEqual({ memory: 900 });
    expect(values(recordOf([]))).toEqual({ memory: null });
  });

  test('needs the proof of that very invocation', () => {
    expect(() => measureInvocation(proofOf('i2'), recordOf([]), scenarioWith('none'), reader)).toThrow(
      'not of i1',
    );
  });

  test('has no values without measured rounds', () => {
    const values = measureInvocation(proofOf('i1'), recordOf([]), scenarioWith('none'), reader);
    expect(values).toMatchObject({ values: { cpu: null, wall: null, p50: null }, throughput: null });
  });

  test('counts notices of acts from their beginning, in the order in which they were acknowledged', () => {
    const state = (beganNs: number) => ({
      index: 0,
      key: 0,
      digest: 0,
      beganNs,
      endedNs: beganNs + 7,
      acknowledgedNs: 1e9,
    });
    const witness: WitnessRecord = {
      kind: 'acts',
      states: [state(5900), state(7900), state(900)],
      rests: [],
    };
    const record = recordOf([round('measured', 1, 1, witness)]);
    const { samples } = measureInvocation(proofOf('i1'), record, scenarioWith('notice'), reader);
    expect([...samples]).toEqual([80, 100, 100]);
  });

  test('counts notices from the end of their edit on the clock of the harness, signed', () => {
    const edit = (beganNs: number) => ({
      key: 0,
      digest: 0,
      beganNs,
      endedNs: beganNs + 7,
      acknowledgedNs: 1e9,
    });
    const witness: WitnessRecord = { kind: 'edits', edits: [edit(5900), edit(8100), edit(900)] };
    const record = recordOf([round('measured', 1, 1, witness)]);
    const { samples } = measureInvocation(proofOf('i1'), record, scenarioWith('notice'), reader);
    expect([...samples]).toEqual([-100, 80, 100]);
    const burst = {
      ...round('measured', 1, 1),
      witness: { kind: 'burst', files: [], beganNs: 0, endedNs: 900 },
    } as const;
    const ofBurst = measureInvocation(proofOf('i1'), recordOf([burst]), scenarioWith('notice'), reader);
    expect([...ofBurst.samples]).toEqual([80, 5100, 7100]);
  });

  test('that should never have been proved is a broken assumption', () => {
    const record = recordOf([round('measured', 1, 1)]);
    expect(() => measureInvocation(proofOf('i1'), record, scenarioWith('notice'), reader)).toThrow(
      'has no edit',
    );
    expect(() =>
      measureInvocation(proofOf('i1'), { ...record, clock: null }, scenarioWith('notice'), reader),
    ).toThrow('clock');
  });
});

describe('a cell', () => {
  const values = (
    repetition: number,
    cpu: number | null,
    samples: readonly number[] = [],
  ): InvocationValues => ({
    invocation: `i${repetition}`,
    repetition,
    values: { cpu },
    samples: Float64Array.from(samples).sort(),
    rounds: [],
    slices: null,
    throughput: cpu,
    series: null,
    steady: null,
    cpuTime: { userNs: 0, systemNs: 0 },
  });

  test('has the median of its invocations, their range, and a place for each repetition', () => {
    const { measurements, throughput } = measureCell(
      scenarioWith('none'),
      [values(3, 9), values(0, 2), values(1, 4)],
      5,
    );
    expect(measurements).toEqual([
      { metric: 'cpu', value: 4, low: 2, high: 9, repetitions: [2, 4, null, 9, null] },
    ]);
    expect(throughput).toBe(4);
  });

  test('has no measurement and no curve where nothing was measured', () => {
    expect(measureCell(scenarioWith('none'), [], 2)).toEqual({
      measurements: [],
      curve: null,
      throughput: null,
    });
    expect(measureCell(scenarioWith('none'), [values(0, null)], 1).measurements).toEqual([]);
    expect(() => measureCell(scenarioWith('none'), [values(7, 1)], 2)).toThrow(RangeError);
  });

  test('draws its curve over all samples and counts the early ones', () => {
    const some = Array.from({ length: 15 }, (_, i) => i - 3);
    const { curve } = measureCell(scenarioWith('none'), [values(0, 1, some), values(1, 1, some)], 2);
    expect(curve).toMatchObject({ kind: 'lateness', samples: 30, early: 6 });
    expect(curve?.points.at(-1)).toEqual({ q: 0.65, valueNs: 6 });
    const early = measureCell(
      scenarioWith('notice'),
      [
        values(
          0,
          1,
          some.map((x) => x - 99),
        ),
      ],
      1,
    );
    expect(early.curve).toMatchObject({ kind: 'latency', early: 15 });
  });

  test('carries its first course, the class of most, and the modes of its first primary metric', () => {
    const series = { of: 'slice', points: [1, 2], warmup: 1 };
    const rest = { series, steady: 'flat' } as const;
    const odd = { series: null, steady: 'none' } as const;
    const cpus = [100, 101, 102, 200, 202, 204, 201, 99];
    const invocations = cpus.map(
      (cpu, repetition): InvocationValues =>
        Object.assign(values(repetition, cpu), repetition === 3 ? odd : rest),
    );
    const cell = measureCell(scenarioWith('none'), invocations, 8);
    expect(cell).toMatchObject({ series, steady: 'flat' });
    expect(cell.modes).toEqual([
      { value: 100.5, share: 0.5 },
      { value: 201.5, share: 0.5 },
    ]);
  });

  test('says nothing of modes from five values, or where there is no logarithm', () => {
    const modesOf = (cpus: readonly number[]) =>
      measureCell(
        scenarioWith('none'),
        cpus.map((cpu, repetition) => values(repetition, cpu)),
        cpus.length,
      ).modes;
    expect(modesOf([1, 2, 1, 2, 1])).toBe(undefined);
    expect(modesOf([1, 2, 1, 2, 1, 0])).toBe(undefined);
    expect(modesOf([5, 5, 5, 5, 5, 5])).toEqual([{ value: 5, share: 1 }]);
  });
});
