// Rule `edge`: one event comes earlier in the trace than another with the same key, id, or both.
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { TraceCheck } from '../breach.ts';
import { KEPT_BREACHES, makeBreachList } from '../breach.ts';
import { IdSet } from '../id-set.ts';

type EdgeRule = Extract<Rule, { kind: 'edge' }>;

/** An `after` without its `before` so far: whether it comes later decides what to call it. */
interface Orphan {
  readonly key: number;
  readonly id: number;
  readonly row: number;
  cameLater: boolean;
}

export function checkEdge(rule: EdgeRule, alphabet: Alphabet): TraceCheck {
  const before = alphabet.codeOf(rule.before);
  const after = alphabet.codeOf(rule.after);
  const useKey = rule.join !== 'id';
  const useId = rule.join !== 'key';
  const seen = new IdSet();
  const orphans: Orphan[] = [];
  let orphanCount = 0;

  function arrived(key: number, id: number): void {
    seen.add(useKey ? key : 0, useId ? id : 0);
    for (const orphan of orphans)
      if ((!useKey || orphan.key === key) && (!useId || orphan.id === id)) orphan.cameLater = true;
  }

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      const code = columns.kind[row] as number;
      if (code !== before && code !== after) continue;
      const key = columns.key[row] as number;
      const id = columns.id[row] as number;
      if (code === after && !seen.has(useKey ? key : 0, useId ? id : 0)) {
        orphanCount++;
        if (orphans.length < KEPT_BREACHES && !orphans.some((orphan) => orphan.key === key))
          orphans.push({ key, id, row: firstRow + row, cameLater: false });
      }
      if (code === before) arrived(key, id);
    }
  }

  return {
    push,
    finish() {
      const list = makeBreachList();
      // Behind a full set every answer is a guess: that is the one thing said then.
      if (seen.full) return { count: 1, kept: [scattered(rule.id)] };
      for (const { key, id, row, cameLater } of orphans)
        list.add({
          rule: rule.id,
          class: cameLater ? 'reordered' : 'missing',
          key,
          row,
          text: cameLater
            ? `\`${rule.after}\` with id ${id} comes before its \`${rule.before}\``
            : `\`${rule.after}\` with id ${id} has no \`${rule.before}\` at all`,
        });
      const { count, kept } = list.finish();
      return { count: Math.max(count, orphanCount), kept };
    },
  };
}

/** What rules that follow ids say when a runner invents more of them than can be followed. */
export function scattered(rule: string): {
  rule: string;
  class: 'extra';
  key: null;
  row: null;
  text: string;
} {
  return { rule, class: 'extra', key: null, row: null, text: 'ids are too scattered to be followed' };
}
