// Rule `alternate`: beginnings and ends alternate, and nothing happens after an end.
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';

type AlternateRule = Extract<Rule, { kind: 'alternate' }>;

export function checkAlternate(rule: AlternateRule, alphabet: Alphabet): TraceCheck {
  const open = alphabet.codeOf(rule.open);
  const close = alphabet.codeOf(rule.close);
  const between = alphabet.codeOf(rule.between);
  /** By key, whether its last event leaves it open. A key that nothing is known of may begin either way. */
  const isOpen = new Map<number, boolean>();
  const list = makeBreachList();

  function happened(key: number, code: number, row: number): void {
    const was = isOpen.get(key);
    if (code === open && was === true)
      breach('duplicate', key, row, `\`${rule.open}\` while it is open already`);
    if (code === close && was === false)
      breach('duplicate', key, row, `\`${rule.close}\` after it was closed already`);
    if (code === between && was === false)
      breach('reordered', key, row, `\`${rule.between}\` after \`${rule.close}\``);
    isOpen.set(key, code !== close);
  }

  function breach(found: 'duplicate' | 'reordered', key: number, row: number, text: string): void {
    list.add({ rule: rule.id, class: found, key, row, text });
  }

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      const code = columns.kind[row] as number;
      if (code === open || code === close || code === between)
        happened(columns.key[row] as number, code, firstRow + row);
    }
  }

  return { push, finish: () => list.finish() };
}
