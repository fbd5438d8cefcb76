// Rule `forbid`: no event of this kind, in a trace or in the counts of a round.
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { Breach, TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';

type ForbidRule = Extract<Rule, { kind: 'forbid' }>;

export function checkForbid(rule: ForbidRule, alphabet: Alphabet): TraceCheck {
  const forbidden = alphabet.codeOf(rule.event);
  const list = makeBreachList();

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      if (columns.kind[row] !== forbidden) continue;
      const key = columns.key[row] ?? 0;
      const text = `\`${rule.event}\` with id ${columns.id[row] ?? 0} must not happen`;
      list.add({ rule: rule.id, class: 'forbidden', key, row: firstRow + row, text });
    }
  }

  return { push, finish: () => list.finish() };
}

/** The same from the counts that a runner reported of a round without a trace. */
export function forbiddenByCount(rule: ForbidRule, counts: Readonly<Record<string, number>>): Breach | null {
  const count = counts[rule.event] ?? 0;
  if (count === 0) return null;
  const text = `${count} \`${rule.event}\` were counted and none may happen`;
  return { rule: rule.id, class: 'forbidden', key: null, row: null, text };
}
