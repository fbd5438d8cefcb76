// Rule `overlap`: at some moment at least `atLeast` keys are open at once. It finds runners that handle one after the other.
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { Breaches, TraceCheck } from '../breach.ts';

type OverlapRule = Extract<Rule, { kind: 'overlap' }>;

export function checkOverlap(rule: OverlapRule, alphabet: Alphabet): TraceCheck {
  const open = alphabet.codeOf(rule.open);
  const close = alphabet.codeOf(rule.close);
  const opened = new Set<number>();
  let most = 0;

  function push(columns: EventColumns): void {
    for (let row = 0; row < columns.key.length; row++) {
      const code = columns.kind[row] as number;
      if (code === close) opened.delete(columns.key[row] as number);
      if (code !== open) continue;
      opened.add(columns.key[row] as number);
      if (opened.size > most) most = opened.size;
    }
  }

  function finish(): Breaches {
    if (most >= rule.atLeast) return { count: 0, kept: [] };
    const text = `at most ${most} were open between \`${rule.open}\` and \`${rule.close}\`; at least ${rule.atLeast} must be`;
    return { count: 1, kept: [{ rule: rule.id, class: 'overlap', key: null, row: null, text }] };
  }

  return { push, finish };
}
