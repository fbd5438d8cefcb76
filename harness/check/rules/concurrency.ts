// Rule `concurrency`: at every moment at most `atMost` are open, that is, between their opening and their closing event.
import type { Parameters } from '../../contract/message.ts';
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';

type ConcurrencyRule = Extract<Rule, { kind: 'concurrency' }>;

export function checkConcurrency(rule: ConcurrencyRule, alphabet: Alphabet, params: Parameters): TraceCheck {
  const openNames = [rule.open].flat();
  const opens = new Set(openNames.map((name) => alphabet.codeOf(name)));
  const close = alphabet.codeOf(rule.close);
  const bound = typeof rule.atMost === 'number' ? rule.atMost : Number(params[rule.atMost]);
  if (!Number.isFinite(bound)) throw new Error(`rule ${rule.id} has no numeric bound`);
  const names = openNames.map((name) => `\`${name}\``).join(' or ');
  const list = makeBreachList();
  let opened = 0;

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      const code = columns.kind[row] as number;
      // Never below zero: a closing too many must not make room for an opening too many.
      if (code === close && opened > 0) opened--;
      if (!opens.has(code)) continue;
      opened++;
      if (opened <= bound) continue;
      const text = `${opened} are open between ${names} and \`${rule.close}\`; at most ${bound} may be`;
      list.add({
        rule: rule.id,
        class: 'overlap',
        key: columns.key[row] as number,
        row: firstRow + row,
        text,
      });
    }
  }

  return { push, finish: () => list.finish() };
}
