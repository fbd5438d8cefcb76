// What scenarios say about smaller counterexamples: the parameters exist, and at their least they still make a round.
import { expect, test } from 'vitest';
import type { Parameters } from '../harness/contract/message.ts';
import type { Scenario } from '../harness/contract/scenario.ts';
import { scenarios } from './index.ts';

const shrinkable = scenarios.flatMap((scenario) =>
  scenario.shrink === undefined ? [] : [{ id: scenario.id, scenario, minima: scenario.shrink }],
);

/** All at their least together, and each alone among the values of a profile. */
function smallest(scenario: Scenario, minima: Readonly<Record<string, number>>): Parameters[] {
  return scenario.profiles.quick.flatMap(({ params }) => [
    { ...params, ...minima },
    ...Object.entries(minima).map(([name, least]) => Object.assign({}, params, { [name]: least })),
  ]);
}

test('most scenarios have something to make smaller', () => {
  expect(shrinkable.length).toBeGreaterThan(scenarios.length / 2);
});

test.each(shrinkable)('$id names whole-numbered parameters, and no least above a profile', (each) => {
  const { scenario, minima } = each;
  for (const { params } of Object.values(scenario.profiles).flat())
    for (const [name, least] of Object.entries(minima)) {
      expect([name, Number.isInteger(params[name])]).toEqual([name, true]);
      expect(Number(params[name])).toBeGreaterThanOrEqual(least);
    }
});

test.each(shrinkable)('$id is still a round at its least', ({ scenario, minima }) => {
  const chance = { seed: 1, nonce: '0123456789abcdef', secret: 2, round: 0, witness: null, runtime: null };
  for (const params of smallest(scenario, minima)) {
    scenario.stimulus(params);
    const events = [...scenario.expected({ params, ...chance, traced: true })];
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(scenario.capacity(params).events);
    expect(scenario.operations(params)).toBeGreaterThan(0);
  }
});
