// Rule `rate`: a periodic event never comes in a burst, however late the one before was.
import type { Parameters } from '../../contract/message.ts';
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';

type RateRule = Extract<Rule, { kind: 'rate' }>;

/**
 * n events from time a to time b are too many when n > 1 + ceil((b - a + tolerance) / period), that is when
 * b - a + tolerance <= (n - 2) * period. With u = time - period * number that is u(last) <= u(first) - period - tolerance:
 * against the largest u so far, one pass sees every stretch.
 */
export function checkRate(
  rule: RateRule,
  alphabet: Alphabet,
  params: Parameters,
  timerEarlyNs: number,
): TraceCheck {
  const ticked = alphabet.codeOf(rule.event);
  const periodNs = 1e6 * Number(params[rule.periodMs]);
  if (!(periodNs > 0)) throw new Error(`rule ${rule.id} has no period`);
  const list = makeBreachList();
  let number = 0;
  let largest = Number.NEGATIVE_INFINITY;

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      if (columns.kind[row] !== ticked) continue;
      const ahead = (columns.time[row] as number) - periodNs * number++;
      if (ahead <= largest - periodNs - timerEarlyNs) {
        const text = `\`${rule.event}\` with id ${columns.id[row] ?? 0} comes too soon: in this burst there is one too many for the time that passed`;
        list.add({
          rule: rule.id,
          class: 'extra',
          key: columns.key[row] as number,
          row: firstRow + row,
          text,
        });
      }
      if (ahead > largest) largest = ahead;
    }
  }

  return { push, finish: () => list.finish() };
}
