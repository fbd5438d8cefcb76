// `--rule`: the scenarios that have it, and what is said where none has.
import { expect, test } from 'vitest';
import { scenario as gather } from '../../../scenarios/io_fanout/gather/scenario.ts';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import { FailureError } from '../../contract/failure.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { withRules } from './choose-rules.ts';

const ALL = [sleepLoop, gather];
const pick = (rules: readonly string[], chosen: readonly Scenario[] = ALL): string[] => {
  const wanted = chosen.map((scenario) => ({ scenario, subjects: [] }));
  return withRules({ wanted, reference: '', runtimes: [], absent: [] }, rules, ALL).wanted.map(
    ({ scenario }) => scenario.id,
  );
};
const said = (action: () => unknown): string => {
  try {
    action();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return `${error.failure.code} ${error.failure.cause} ${error.failure.next}`;
  }
};

test('without rules every scenario stays', () => {
  expect(pick([])).toEqual(['timers.sleep_loop', 'io_fanout.gather']);
});

test('scenarios that have none of the rules are left out; the rules of the harness are those of all', () => {
  expect(pick(['T6'])).toEqual(['timers.sleep_loop']);
  expect(pick(['T6', 'I6'])).toEqual(['timers.sleep_loop', 'io_fanout.gather']);
  expect(pick(['W6'])).toHaveLength(2);
});

test('an unknown rule is answered with the nearest and with all of them', () => {
  expect(said(() => pick(['T33']))).toMatch(
    /^EL1004 There is no rule "T33"\. Did you mean "T3"\? The rules are /,
  );
});

test('a selection that leaves nothing is refused instead of passing', () => {
  expect(said(() => pick(['T6'], [gather]))).toMatch(
    /^EL1004 None of the chosen scenarios has the rule T6\./,
  );
});
