// Rule `at-most`: a measured amount, which an event carries as its digest, stays within a bound. It finds buffers that grow without limit.
import type { Parameters } from '../../contract/message.ts';
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';

type AtMostRule = Extract<Rule, { kind: 'at-most' }>;

export function checkAtMost(rule: AtMostRule, alphabet: Alphabet, params: Parameters): TraceCheck {
  const measured = alphabet.codeOf(rule.event);
  const bound = typeof rule.atMost === 'number' ? rule.atMost : Number(params[rule.atMost]);
  if (!Number.isFinite(bound)) throw new Error(`rule ${rule.id} has no numeric bound`);
  const list = makeBreachList();

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      const amount = columns.digest[row] as number;
      if (columns.kind[row] !== measured || amount <= bound) continue;
      const key = columns.key[row] as number;
      const text = `\`${rule.event}\` says ${amount}; at most ${bound} are allowed`;
      list.add({ rule: rule.id, class: 'count', key, row: firstRow + row, text });
    }
  }

  return { push, finish: () => list.finish() };
}
