// A check says which styles it leaves out: those that some of its scenarios support and that it does not run.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { styleTableOf } from '../contract/scenario.ts';
import type { Scenario } from '../contract/scenario.ts';
import { fakeRuntime, offersOf } from '../testing/fake-runtime.ts';
import { checkedSubjects } from './default-subjects.ts';
import { subjectsOf } from './support.ts';
import { uncheckedStyles } from './unchecked-styles.ts';

const FEW: Scenario = {
  ...sleepLoop,
  id: 'timers.few',
  styles: {
    javascript: { ...styleTableOf(sleepLoop, 'javascript'), callbacks: { unsupported: 'no' } },
  },
};
const FAKE = { ...fakeRuntime(), offers: offersOf([sleepLoop, FEW], 'javascript') };

test('a check in the default style leaves out every other style that a scenario supports', () => {
  const wanted = [sleepLoop, FEW].map((scenario) => ({
    scenario,
    subjects: checkedSubjects(scenario, [FAKE]),
  }));
  const left = uncheckedStyles(wanted, [FAKE]);
  expect(left).toContainEqual({ subject: 'fake/callbacks', scenarios: 1 });
  expect(left.find(({ subject }) => subject === `fake/${FAKE.manifest.defaultStyle}`)).toBe(undefined);
});

test('a check of all styles leaves out nothing', () => {
  const wanted = [sleepLoop, FEW].map((scenario) => ({ scenario, subjects: subjectsOf([FAKE]) }));
  expect(uncheckedStyles(wanted, [FAKE])).toEqual([]);
});
