// What a rule or a failure code is about, put together from the scenarios, the checker and the table of codes. Pure.
import { CLASSES_OF_HARNESS_RULES, CLASSES_OF_RULES } from './finding-classes.ts';
import { HARNESS_RULES } from './harness-rules.ts';
import { FAILURE_CODES, failure } from '../contract/failure.ts';
import type { FailureCode, Result } from '../contract/failure.ts';
import type { Level, Rule, Scenario } from '../contract/scenario.ts';
import type { FindingClass } from '../contract/verdict.ts';
import { nearest } from '../contract/nearest.ts';
import { CODE_TEXTS } from '../contract/code-texts.ts';

/** A rule as one or more scenarios demand it. The harness's own rules hold in all of them. */
export interface Demand {
  readonly text: string;
  readonly level: Level;
  /** How it is checked; null for the harness's own. */
  readonly kind: Rule['kind'] | null;
  readonly classes: readonly FindingClass[];
  readonly scenarios: readonly string[];
}

export type Explanation =
  | { readonly kind: 'rule'; readonly id: string; readonly demands: readonly Demand[] }
  | {
      readonly kind: 'code';
      readonly id: FailureCode;
      readonly title: string;
      readonly exit: number;
      readonly means: string;
      readonly next: string;
    };

/** Of what there is to explain. Small letters do as well. EL1010 with the nearest name when there is nothing of this name. */
export function explain<One extends { readonly id: string }>(
  name: string,
  every: readonly One[],
): Result<One> {
  const found = every.find(({ id }) => id === name) ?? every.find(({ id }) => sameName(id, name));
  if (found !== undefined) return { ok: true, value: found };
  const ids = every.map(({ id }) => id);
  // The letter says what a rule is about: a wrong number is likelier than a wrong letter.
  const alike = ids.filter((id) => sameName(id.charAt(0), name.charAt(0)));
  const guess = nearest(name, alike) ?? nearest(name, ids);
  const all = '`evenloop explain` lists all of them.';
  return {
    ok: false,
    failure: failure(
      'EL1010',
      `There is no rule, clause or failure code ${JSON.stringify(name)}.`,
      guess === null ? all : `Did you mean "${guess}"? ${all}`,
    ),
  };
}

/** The rules of the scenarios in their order, the harness's own, the codes. Each name once. */
export function catalogue(scenarios: readonly Scenario[]): readonly Explanation[] {
  const ids = new Set(scenarios.flatMap(({ rules }) => rules.map(({ id }) => id)));
  const byName = [...ids].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const own = HARNESS_RULES.map(({ id, level, text }): Explanation => {
    const classes = CLASSES_OF_HARNESS_RULES[id];
    const everywhere = scenarios.map((scenario) => scenario.id);
    return { kind: 'rule', id, demands: [{ text, level, kind: null, classes, scenarios: everywhere }] };
  });
  const codes = Object.entries(FAILURE_CODES).filter((entry): entry is CodeEntry => entry[0] in CODE_TEXTS);
  return [
    ...byName.map((id): Explanation => ({ kind: 'rule', id, demands: demandsOf(id, scenarios) })),
    ...own,
    ...codes.map(([id, { title, exit }]): Explanation => {
      const { means, next } = CODE_TEXTS[id];
      return { kind: 'code', id, title, exit, means, next };
    }),
  ];
}

type CodeEntry = [FailureCode, (typeof FAILURE_CODES)[FailureCode]];

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.trim().toLowerCase();
}

/** Scenarios that say it in the same words and check it in the same way share one entry. */
function demandsOf(id: string, scenarios: readonly Scenario[]): Demand[] {
  const demands = new Map<string, Demand>();
  for (const scenario of scenarios)
    for (const { level, text, kind } of scenario.rules.filter((rule) => rule.id === id)) {
      const name = JSON.stringify([level, text, kind]);
      const known = demands.get(name)?.scenarios ?? [];
      const classes = CLASSES_OF_RULES[kind];
      demands.set(name, { text, level, kind, classes, scenarios: [...known, scenario.id] });
    }
  return [...demands.values()];
}
