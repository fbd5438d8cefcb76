// What a round is expected to have done may depend on the runtime that enacted it: from its greeting, or from a golden trace.
import { expect, test } from 'vitest';
import type { RuntimeVersion } from '../contract/runtime-profile.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { GoldenTrace } from '../contract/verdict.ts';
import { judgeGolden } from './golden.ts';
import { legalTrace, sampleScenario } from '../testing/sample-case.ts';

/** Node of old does not end its first lane. */
const scenario: Scenario = {
  ...sampleScenario,
  *expected(context) {
    const old = context.runtime?.runner === 'node' && context.runtime.version.startsWith('20.');
    for (const event of sampleScenario.expected(context))
      if (!(old && event.kind === 'end' && event.key === 0)) yield event;
  },
};

function findings(runtime: RuntimeVersion | undefined, lacking: boolean): string[] {
  const events = legalTrace(1).filter(({ kind, key }) => !(lacking && kind === 'end' && key === 0));
  const golden: GoldenTrace = {
    name: 'a_test',
    scenario: scenario.id,
    reason: 'A test.',
    params: { keys: 3, ticks: 4 },
    seed: 1,
    nonce: '0123456789abcdef',
    secret: 2,
    witness: null,
    timerEarlyNs: 0,
    ...(runtime === undefined ? {} : { runtime }),
    rule: null,
    class: null,
    key: null,
    samples: [],
    events: events.map(({ kind, key, id, digest, time }) => [kind, key, id, digest, time]),
  };
  const judged = judgeGolden(golden, scenario, 'g');
  return judged.ok ? judged.value.findings.map(({ rule, class: found }) => `${rule} ${found}`) : ['no case'];
}

test('a runtime is held to its own row, and to no other', () => {
  expect(findings({ runner: 'node', version: '20.20.2' }, true)).toEqual([]);
  expect(findings({ runner: 'node', version: '20.20.2' }, false)).toEqual(['X2 extra']);
  expect(findings({ runner: 'node', version: '24.0.0' }, false)).toEqual([]);
  expect(findings({ runner: 'node', version: '24.0.0' }, true)).toContain('X2 missing');
});

test('where no runtime is named, none is assumed', () => {
  expect(findings(undefined, false)).toEqual([]);
  expect(findings(undefined, true)).toContain('X2 missing');
});
