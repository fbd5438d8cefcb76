// `--rule`: which rules decide, and which of the chosen scenarios have one of them. Pure.
import { HARNESS_RULES } from '../../check/harness-rules.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { nearest } from '../../contract/nearest.ts';
import type { Choice } from './choose.ts';

/** The same choice without the scenarios that have none of the rules. Throws a `FailureError` where a rule is unknown or none is left. */
export function withRules(choice: Choice, rules: readonly string[], all: readonly Scenario[]): Choice {
  if (rules.length === 0) return choice;
  const known = [...new Set(all.flatMap(rulesOf))].sort();
  const unknown = rules.find((rule) => !known.includes(rule));
  if (unknown !== undefined) throw bad(`There is no rule ${JSON.stringify(unknown)}.`, guess(unknown, known));
  const wanted = choice.wanted.filter(({ scenario }) =>
    rulesOf(scenario).some((rule) => rules.includes(rule)),
  );
  if (wanted.length === 0)
    throw bad(
      `None of the chosen scenarios has ${rules.length === 1 ? 'the rule' : 'one of the rules'} ${rules.join(', ')}.`,
      'Leave out --scenario, or name other rules.',
    );
  return { ...choice, wanted };
}

function rulesOf({ rules }: Scenario): string[] {
  return [...rules, ...HARNESS_RULES].map(({ id }) => id);
}

function guess(rule: string, known: readonly string[]): string {
  const near = nearest(rule, known);
  const all = `The rules are ${known.join(', ')}.`;
  return near === null ? all : `Did you mean "${near}"? ${all}`;
}

function bad(cause: string, next: string): FailureError {
  return new FailureError(failure('EL1004', cause, next));
}
