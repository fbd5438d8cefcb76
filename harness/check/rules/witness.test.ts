// Harness rule W3 for each kind of stimulus: agreement passes, each kind of disagreement is found.
import { describe, expect, test } from 'vitest';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';
import { roundOf, sampleScenario } from '../../testing/sample-case.ts';
import { witnessDrafts } from './witness.ts';

const noticed: Scenario = {
  ...sampleScenario,
  metrics: sampleScenario.metrics.map((metric) => {
    const { source } = metric;
    return source.kind === 'sample-quantile'
      ? Object.assign({}, metric, { source: { ...source, join: 'notice' } })
      : metric;
  }),
};

function drafts(
  stimulus: Stimulus,
  witness: WitnessRecord | null,
  samples: readonly number[] = [],
  scenario: Scenario = noticed,
): FindingDraft[] {
  return witnessDrafts({
    scenario,
    stimulus,
    round: { ...roundOf(0, 'traced', [], samples.length), witness },
    clock: { offsetNs: 1000, errorNs: 10, source: 'handshake' },
    samples: () => [Float64Array.from(samples)],
    events: () => [],
  });
}

const told = (list: readonly FindingDraft[]): string[] =>
  list.map(({ rule, class: found, key, index }) => `${rule} ${found} ${key} ${index}`);

describe('acknowledged edits', () => {
  const edit = { op: 'write', file: 'a', key: 0, length: 8 } as const;
  const stimulus: Stimulus = { kind: 'edits', edits: [edit, { ...edit, op: 'same' }, edit], decoys: [] };
  const act = (beganNs: number, acknowledgedNs: number | null) => ({
    key: 3,
    digest: 1,
    beganNs,
    endedNs: beganNs + 5,
    acknowledgedNs,
  });
  const witness: WitnessRecord = { kind: 'edits', edits: [act(5000, 6000), act(7000, 8000)] };

  test('pass when each notice lies between its edit and its acknowledgement', () => {
    expect(drafts(stimulus, witness, [4500, 6500])).toEqual([]);
    expect(drafts(stimulus, witness, [3990, 7010])).toEqual([]);
  });

  test('are overruled by a notice before its edit or after its acknowledgement', () => {
    expect(told(drafts(stimulus, witness, [3989, 6500]))).toEqual(['W3 witness null 0']);
    expect(told(drafts(stimulus, witness, [4500, 7011]))).toEqual(['W3 witness null 1']);
    expect(told(drafts(stimulus, witness, [Number.NaN, 6500]))).toEqual(['W3 witness null 0']);
  });

  test('need one notice each, and none where samples are no notices', () => {
    expect(told(drafts(stimulus, witness, [4500]))).toEqual(['W3 witness null null']);
    expect(drafts(stimulus, witness, [], sampleScenario)).toEqual([]);
  });

  test('that were lost break the convergence of their file', () => {
    const lost: WitnessRecord = { kind: 'edits', edits: [act(5000, 6000), act(7000, null)] };
    expect(told(drafts(stimulus, lost, [4500]))).toEqual(['G1 missing 3 null']);
    const rules = sampleScenario.rules.filter(({ id }) => id !== 'G1');
    expect(told(drafts(stimulus, lost, [4500], { ...noticed, rules }))).toEqual(['W3 witness 3 null']);
  });

  test('that the writer did not make, or nobody witnessed, prove nothing', () => {
    expect(told(drafts(stimulus, { kind: 'edits', edits: [act(5000, 6000)] }, [4500]))).toEqual([
      'W3 witness null null',
    ]);
    expect(told(drafts(stimulus, null))).toEqual(['W3 witness null null']);
  });
});

describe('a burst', () => {
  const stimulus: Stimulus = { kind: 'burst', files: 2, writes: 9, bytes: 8, spacingUs: 0 };
  const file = (key: number, acknowledgedNs: number | null) => ({ key, digest: 1, acknowledgedNs });
  const burst = (...files: ReturnType<typeof file>[]): WitnessRecord => ({
    kind: 'burst',
    files,
    beganNs: 5000,
    endedNs: 5500,
  });

  test('passes when every file was acknowledged, and is lost where one was not', () => {
    expect(drafts(stimulus, burst(file(0, 6000), file(1, 7000)), [4500, 5900])).toEqual([]);
    expect(told(drafts(stimulus, burst(file(0, 6000), file(1, null)), [4500]))).toEqual([
      'G1 missing 1 null',
    ]);
    expect(told(drafts(stimulus, burst(file(0, 6000)), [4500]))).toEqual(['W3 witness null null']);
    expect(told(drafts(stimulus, null))).toEqual(['W3 witness null null']);
  });
});

describe('the echo proxy', () => {
  const stimulus: Stimulus = { kind: 'echo-proxy', connections: 2, bytesPerConnection: 64 };
  const passed = (bytesToServer: number, bytesToClient: number) => ({
    bytesToServer,
    bytesToClient,
    digestToClient: 0,
  });
  const proxy = (...connections: ReturnType<typeof passed>[]): WitnessRecord => ({
    kind: 'echo-proxy',
    connections,
    held: 0,
  });

  test('saw every connection and every byte of a traced round', () => {
    expect(drafts(stimulus, proxy(passed(64, 64), passed(64, 64)))).toEqual([]);
    expect(told(drafts(stimulus, proxy(passed(64, 64), passed(64, 63))))).toEqual(['W3 witness 1 null']);
    expect(told(drafts(stimulus, proxy(passed(64, 64))))).toEqual(['W3 witness null null']);
    expect(told(drafts(stimulus, null))).toEqual(['W3 witness null null']);
  });
});

describe('a population of files', () => {
  const stimulus: Stimulus = { kind: 'files', count: 5, bytes: 8, missing: [2] };

  test('was written but for those that are missing', () => {
    expect(drafts(stimulus, { kind: 'files', written: 4 })).toEqual([]);
    expect(told(drafts(stimulus, { kind: 'files', written: 5 }))).toEqual(['W3 witness null null']);
    expect(told(drafts(stimulus, null))).toEqual(['W3 witness null null']);
  });
});

test('what a workload left unused is told first, by its name', () => {
  const stimulus: Stimulus = { kind: 'echo-proxy', connections: 1, bytesPerConnection: 64 };
  const nothing = { bytesToServer: 0, bytesToClient: 0, digestToClient: 0 };
  const witness: WitnessRecord = {
    kind: 'echo-proxy',
    connections: [nothing],
    held: 0,
    unused: [{ endpoint: 'peer', lacks: 'connection' }],
  };
  expect(drafts(stimulus, witness).map(({ rule, text }) => `${rule} ${text}`)).toEqual([
    'W3 nobody connected to `peer`',
    'W3 0 bytes passed to the server and 0 back, not 64 each way',
  ]);
});

test('without a stimulus there is nothing to witness', () => {
  expect(drafts({ kind: 'none' }, null)).toEqual([]);
});
