// What all styles of dispatch.turn share: the state that the hops hand on, which of them are recorded, and what must run between two of them.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export interface HopChain {
  /** One hop; false when it was the last. */
  hop(): boolean;
  /** Begins again from the nonce, for a round of all hops. Answers how many those are. */
  beginRound(): number;
  /** Goes on for so many hops. */
  beginSlice(hops: number): void;
}

export function levelOf(params: Parameters): 'turn' | 'step' {
  const level = params['level'];
  if (level !== 'turn' && level !== 'step')
    throw new RangeError(`level is turn or step, not ${String(level)}`);
  return level;
}

export function makeHopChain(params: Parameters, kit: Kit): HopChain {
  const hops = Number(params['hops']);
  const first = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  const { hop: kind, armed, between } = kit.kinds as Record<'hop' | 'armed' | 'between', number>;
  const probes = levelOf(params) === 'turn';
  let stride = 1;
  let state = first;
  let id = 0;
  let last = 0;
  let nextRecorded = 0;

  /** A turn that is asked for here comes after this hop has returned, and before the next hop, which nobody has asked for yet. */
  const record = (): void => {
    const hop = id;
    const digest = state >>> 0;
    kit.emit(kind, 0, hop, digest);
    nextRecorded += stride;
    if (!probes || hop + 1 === last) return;
    setImmediate(() => kit.emit(between, 0, hop, digest));
    kit.emit(armed, 0, hop, 0);
  };

  return {
    hop() {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      if (id === nextRecorded) record();
      return ++id < last;
    },
    beginRound() {
      stride = kit.traced ? 1 : Number(params['stride']);
      state = first;
      id = 0;
      last = hops;
      nextRecorded = stride - 1;
      return hops;
    },
    beginSlice(count) {
      id = 0;
      last = count;
      nextRecorded = -1;
    },
  };
}
