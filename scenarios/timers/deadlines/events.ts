// timers.deadlines with events: an agenda that emits `due` for each of its deadlines, and `end` after the last.
import { EventEmitter, once } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { armInTime, remainingMs, scheduleOf } from './schedule.ts';

class Agenda extends EventEmitter<{ due: [id: number, dueNs: number]; end: [] }> {
  #left = 0;
  readonly #timers: NodeJS.Timeout[] = [];

  add(id: number, dueNs: number, delayMs: number): void {
    this.#left++;
    this.#timers.push(
      setTimeout(() => {
        this.emit('due', id, dueNs);
        if (--this.#left === 0) this.emit('end');
      }, delayMs),
    );
  }

  clear(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    this.#left = 0;
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

  const addAll = (base: number): void => {
    for (const id of order) {
      const dueNs = base + delayMs(id) * 1e6;
      agenda.add(id, dueNs, remainingMs(dueNs, now()));
    }
  };

  return {
    async round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      const ended = once(agenda, 'end');
      armInTime(now, addAll, () => agenda.clear());
      await ended;
      agenda.clear();
      return order.length;
    },
    close() {
      agenda.removeAllListeners();
    },
  };
}
