// What all styles of ordering.round_robin share: what a coroutine records when it begins and at each of its steps.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export interface Turns {
  readonly coroutines: number;
  readonly rounds: number;
  start(id: number): void;
  step(round: number, id: number): void;
}

export function makeTurns(params: Parameters, kit: Kit): Turns {
  const coroutines = Number(params['coroutines']);
  const seed = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  const { start, step, leave } = kit.kinds as { start: number; step: number; leave: number };
  return {
    coroutines,
    rounds: Number(params['rounds']),
    start(id) {
      kit.emit(start, 1, id, 0);
    },
    step(round, id) {
      kit.emit(step, 0, id, Math.imul(seed ^ (round * coroutines + id), 0x9e3779b1) >>> 0);
      if (kit.traced) kit.emit(leave, 0, id, 0);
    },
  };
}
