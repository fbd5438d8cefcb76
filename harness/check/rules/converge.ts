// Rule `converge`: the last observed state of a key before a barrier is the state that the barrier names.
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';
import { hex } from '../event-view.ts';

type ConvergeRule = Extract<Rule, { kind: 'converge' }>;

export function checkConverge(rule: ConvergeRule, alphabet: Alphabet): TraceCheck {
  const names = typeof rule.raw === 'string' ? [rule.raw] : rule.raw;
  const raw = new Set(names.map((name) => alphabet.codeOf(name)));
  const called = names.map((name) => `\`${name}\``).join(' or ');
  const barrier = alphabet.codeOf(rule.barrier);
  const lastDigest = new Map<number, number>();
  const list = makeBreachList();

  function reached(key: number, digest: number, row: number): void {
    const last = lastDigest.get(key);
    if (last === digest) return;
    const text =
      last === undefined
        ? `no ${called} comes before \`${rule.barrier}\``
        : `the last ${called} before \`${rule.barrier}\` saw ${hex(last)}, not ${hex(digest)}`;
    list.add({ rule: rule.id, class: last === undefined ? 'missing' : 'changed', key, row, text });
  }

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      const code = columns.kind[row] as number;
      const key = columns.key[row] as number;
      if (code === barrier) reached(key, columns.digest[row] as number, firstRow + row);
      if (raw.has(code)) lastDigest.set(key, columns.digest[row] as number);
    }
  }

  return { push, finish: () => list.finish() };
}
