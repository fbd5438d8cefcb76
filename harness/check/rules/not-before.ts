// Rule `not-before`: nothing ends before the time that its start announced, within the runtime's documented tolerance.
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';
import { TimeTable } from '../time-table.ts';
import { scattered } from './edge.ts';

type NotBeforeRule = Extract<Rule, { kind: 'not-before' }>;

export function checkNotBefore(rule: NotBeforeRule, alphabet: Alphabet, timerEarlyNs: number): TraceCheck {
  const start = alphabet.codeOf(rule.start);
  const end = alphabet.codeOf(rule.end);
  const dueNs = new TimeTable();
  const list = makeBreachList();
  let firstNs: number | null = null;

  function ended(key: number, id: number, timeNs: number, row: number): void {
    const due = dueNs.get(id);
    if (Number.isNaN(due)) {
      const text = `\`${rule.end}\` with id ${id} has no \`${rule.start}\` before it`;
      list.add({ rule: rule.id, class: 'missing', key, row, text });
    } else if (timeNs < due - timerEarlyNs) {
      const text = `\`${rule.end}\` with id ${id} came ${due - timeNs} ns early; ${timerEarlyNs} ns are allowed`;
      list.add({ rule: rule.id, class: 'early', key, row, text });
    }
  }

  function push(columns: EventColumns, firstRow: number): void {
    for (let row = 0; row < columns.key.length; row++) {
      const code = columns.kind[row] as number;
      if (code !== start && code !== end) continue;
      const id = columns.id[row] as number;
      const timeNs = columns.time[row] as number;
      if (code === end) ended(columns.key[row] as number, id, timeNs, firstRow + row);
      if (code === start) {
        firstNs ??= timeNs;
        const fromNs = rule.from === 'first' ? firstNs : timeNs;
        dueNs.set(id, fromNs + 1000 * (columns.digest[row] as number));
      }
    }
  }

  return {
    push,
    finish() {
      return dueNs.full ? { count: 1, kept: [scattered(rule.id)] } : list.finish();
    },
  };
}
