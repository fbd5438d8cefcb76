// What all styles of dispatch.listeners share: the state that the calls advance, and which events are recorded.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export interface CallLedger {
  readonly listeners: number;
  readonly events: number;
  /** Begins a round. */
  begin(): void;
  /** What listener `listener` does on event `event`. */
  heard(listener: number, event: number): void;
  /** What the emitting side does when the emit has returned. */
  emitted(event: number): void;
}

export function makeLedger(params: Parameters, kit: Kit): CallLedger {
  const listeners = Number(params['listeners']);
  const first = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  const kinds = kit.kinds as { handle: number; emitted: number };
  let stride = 1;
  let state = first;
  let recorded = 0;

  return {
    listeners,
    events: Number(params['events']),
    begin() {
      stride = kit.traced ? 1 : Number(params['stride']);
      state = first;
      recorded = stride - 1;
    },
    heard(listener, event) {
      state = (Math.imul(state, 1664525) + 1013904223 + listener) | 0;
      if (event === recorded) kit.emit(kinds.handle, 0, event * listeners + listener, state >>> 0);
    },
    emitted(event) {
      if (event !== recorded) return;
      kit.emit(kinds.emitted, 0, event, state >>> 0);
      recorded += stride;
    },
  };
}
