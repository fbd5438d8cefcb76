// What is drawn for scenarios that the corpus does not know by name, tried on those of the package: only what fits what each declares.
import { expect, test } from 'vitest';
import { HARNESS_RULES } from '../check/harness-rules.ts';
import { scenarios } from '../../scenarios/index.ts';
import { corpusFromOutside } from './catalogue/index.ts';

const corpus = corpusFromOutside(scenarios);
const triedBy = (id: string): readonly string[] => [
  ...new Set(
    corpus
      .filter((mutant) => mutant.id === id)
      .flatMap(({ trials }) => trials.map((trial) => trial.scenario)),
  ),
];
const ofStimulus = (kind: string): readonly string[] =>
  scenarios
    .filter((scenario) => scenario.stimulus(scenario.profiles.smoke[0]?.params ?? {}).kind === kind)
    .map(({ id }) => id);

test('each mutant has a name of its own, and each trial names events and rules of its scenario', () => {
  const ids = corpus.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, trials } of corpus)
    for (const { scenario: name, choice, caught } of trials) {
      const scenario = scenarios.find((each) => each.id === name);
      const kinds = new Set(scenario?.alphabet.map((kind) => kind.name));
      const rules = new Set([...(scenario?.rules ?? []), ...HARNESS_RULES].map((rule) => rule.id));
      const wanted = 'kinds' in choice ? choice.kinds : [];
      expect([id, name, wanted.filter((kind) => !kinds.has(kind))]).toEqual([id, name, []]);
      const broken = caught?.by === 'rule' ? caught.rules : [];
      expect([id, name, broken.length > 0, broken.filter((rule) => !rules.has(rule))]).toEqual([
        id,
        name,
        true,
        [],
      ]);
    }
});

test('whose events are listed loses, repeats and renews one; whose order is promised has two exchanged', () => {
  for (const id of ['M01', 'M03', 'M04']) expect(triedBy(id).length).toBeGreaterThan(40);
  expect(triedBy('M05')).toContain('dispatch.turn');
  expect(triedBy('M05')).not.toContain('timers.mass');
});

test('who declares samples sends none, and twice as many', () => {
  const sampled = scenarios.filter(({ samples }) => samples !== undefined).map(({ id }) => id);
  expect(triedBy('M80')).toEqual(sampled);
  expect(triedBy('M83')).toEqual(sampled);
});

test('a stimulus brings the faults of its seam, and no other scenario has them', () => {
  expect(triedBy('M07')).toEqual(ofStimulus('echo-proxy'));
  expect(triedBy('M10')).toContain('io_fanout.tcp_echo');
  expect(triedBy('M85')).toEqual(['timers.clock']);
});
