// Harness rule W1: event times never decrease with the sequence number and lie within the window of their round.
import type { EventColumns } from '../../contract/trace.ts';
import type { TraceCheck } from '../breach.ts';
import { makeBreachList } from '../breach.ts';

export function checkClock(startNs: number, endNs: number): TraceCheck {
  const list = makeBreachList();
  let previous = startNs;

  function wrong(columns: EventColumns, row: number, firstRow: number, timeNs: number): void {
    const text =
      timeNs > endNs
        ? `an event at ${timeNs} ns lies behind the window's end at ${endNs} ns`
        : `an event at ${timeNs} ns follows ${previous} ns: time runs backwards`;
    list.add({ rule: 'W1', class: 'clock', key: columns.key[row] ?? 0, row: firstRow + row, text });
  }

  function push(columns: EventColumns, firstRow: number): void {
    const { time } = columns;
    for (let row = 0; row < time.length; row++) {
      const timeNs = time[row] as number;
      // Written so that NaN is wrong too.
      if (!(timeNs >= previous && timeNs <= endNs)) wrong(columns, row, firstRow, timeNs);
      if (timeNs > previous) previous = timeNs;
    }
  }

  return { push, finish: () => list.finish() };
}
