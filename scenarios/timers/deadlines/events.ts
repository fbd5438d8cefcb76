// timers.deadlines with events: an agenda that emits `due` for each of its deadlines, and `end` after the last.
import { EventEmitter, once } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { remainingMs, scheduleOf } from './schedule.ts';

class Agenda extends EventEmitter<{ due: [id: number, dueNs: number]; end: [] }> {
  #left = 0;

  add(id: number, dueNs: number, delayMs: number): void {
    this.#left++;
    setTimeout(() => {
      this.emit('due', id, dueNs);
      if (--this.#left === 0) this.emit('end');
    }, delayMs);
  }
}

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  const agenda = new Agenda();
  agenda.on('due', (id, dueNs) => {
    sample(now() - dueNs);
    emit(fire, 1, id, delayMs(id) * 1000);
  });

  return {
    async round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      const ended = once(agenda, 'end');
      const base = now();
      for (const id of order) {
        const dueNs = base + delayMs(id) * 1e6;
        agenda.add(id, dueNs, remainingMs(dueNs, now()));
      }
      await ended;
      return order.length;
    },
    close() {
      agenda.removeAllListeners();
    },
  };
}
