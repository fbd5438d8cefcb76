// What all styles of dispatch.iterate share: the items, the consumer's state, and the moment at which a burst has been consumed.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export interface Feed {
  readonly bursts: number;
  readonly perBurst: number;
  begin(): void;
  /** The next item, recorded. */
  produce(): number;
  consume(value: number): void;
  /** When all that was produced has been consumed. */
  drained(): Promise<void>;
  /** Records the peak; answers how many items were consumed. */
  end(): number;
}

const advance = (state: number): number => (Math.imul(state, 1664525) + 1013904223) | 0;

export function makeFeed(params: Parameters, kit: Kit): Feed {
  const first = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  const kinds = kit.kinds as { produce: number; consume: number; peak: number };
  let stride = 1;
  let value = first;
  let state = 0;
  let produced = 0;
  let consumed = 0;
  let peak = 0;
  let wake: (() => void) | null = null;

  return {
    bursts: Number(params['bursts']),
    perBurst: Number(params['perBurst']),
    begin() {
      stride = kit.traced ? 1 : Number(params['stride']);
      value = first;
      state = produced = consumed = peak = 0;
    },
    produce() {
      value = advance(value);
      if ((produced + 1) % stride === 0) kit.emit(kinds.produce, 0, produced, value >>> 0);
      produced++;
      if (produced - consumed > peak) peak = produced - consumed;
      return value >>> 0;
    },
    consume(item) {
      state = advance(state ^ item);
      if ((consumed + 1) % stride === 0) kit.emit(kinds.consume, 1, consumed, state >>> 0);
      consumed++;
      if (consumed !== produced) return;
      wake?.();
      wake = null;
    },
    async drained() {
      if (consumed === produced) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
    end() {
      kit.emit(kinds.peak, 1, 0, peak);
      return consumed;
    },
  };
}
