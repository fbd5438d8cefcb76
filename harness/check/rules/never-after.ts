// Rule `never-after`: once one event has happened, another with the same key, id, or both never happens again.
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';
import { IdSet } from '../id-set.ts';
import { scattered } from './edge.ts';

type NeverAfterRule = Extract<Rule, { kind: 'never-after' }>;

export function checkNeverAfter(rule: NeverAfterRule, alphabet: Alphabet): TraceCheck {
  const event = alphabet.codeOf(rule.event);
  const after = alphabet.codeOf(rule.after);
  const useKey = rule.join !== 'id';
  const useId = rule.join !== 'key';
  const over = new IdSet();
  const list = makeBreachList();

  function tooLate(key: number, id: number, row: number): void {
    const text =
      event === after
        ? `\`${rule.event}\` with id ${id} happened before`
        : `\`${rule.event}\` with id ${id} comes after \`${rule.after}\`, which ends it`;
    list.add({ rule: rule.id, class: event === after ? 'duplicate' : 'forbidden', key, row, text });
  }

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      const code = columns.kind[row] as number;
      if (code !== event && code !== after) continue;
      const key = columns.key[row] as number;
      const id = columns.id[row] as number;
      const [high, low] = [useKey ? key : 0, useId ? id : 0];
      if (code === event && over.has(high, low)) tooLate(key, id, firstRow + row);
      if (code === after) over.add(high, low);
    }
  }

  return {
    push,
    finish: () => (over.full ? { count: 1, kept: [scattered(rule.id)] } : list.finish()),
  };
}
