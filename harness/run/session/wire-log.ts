// What one session said, from its beginning and up to its end: bounded, because it is kept for each session in case that it fails.
import type { WireEntry } from '../../contract/wire.ts';
import { quoteLine } from './quote-line.ts';

/** Characters that are kept from the beginning, and from the end. Handshake and `prepare` fit into the first. */
const HEAD_CHARACTERS = 64 * 1024;
const TAIL_CHARACTERS = 256 * 1024;

/** Hears each line of a session as it is written or read. */
export type WireTap = (entry: WireEntry) => void;

export interface WireLog {
  add(entry: WireEntry): void;
  head(): readonly WireEntry[];
  /** How many lines between head and tail were left out. */
  dropped(): number;
  tail(): readonly WireEntry[];
}

export function keepWire(headCharacters = HEAD_CHARACTERS, tailCharacters = TAIL_CHARACTERS): WireLog {
  const head: WireEntry[] = [];
  let tail: WireEntry[] = [];
  let [headLength, tailLength, begin, dropped] = [0, 0, 0, 0];
  return {
    add(entry) {
      if (tail.length === 0 && headLength + entry.line.length <= headCharacters) {
        head.push(entry);
        headLength += entry.line.length;
        return;
      }
      tail.push(entry);
      tailLength += entry.line.length;
      for (; tailLength > tailCharacters && begin < tail.length - 1; begin++, dropped++)
        tailLength -= tail[begin]?.line.length ?? 0;
      if (begin > tail.length / 2) [tail, begin] = [tail.slice(begin), 0];
    },
    head: () => head,
    dropped: () => dropped,
    tail: () => tail.slice(begin),
  };
}

/** An exchange of clocks says nothing about what came after it. */
const CLOCK = /^\{"kind":"clock"/;
const SHOWN = 6;

/** For the evidence of a failure: the last request with what came after it, and what came shortly before; exchanges of clocks where it is one of them. */
export function talkLines(log: WireLog): string[] {
  const all = [...log.head(), ...log.tail()];
  const last = all.findLastIndex(({ to }) => to === 'runner');
  const asksClock = CLOCK.test(all[last]?.line ?? '');
  const before = all.slice(0, Math.max(0, last)).filter(({ line }) => asksClock || !CLOCK.test(line));
  const since = all.slice(Math.max(0, last), Math.max(0, last) + SHOWN);
  return [...before.slice(before.length - Math.max(0, SHOWN - since.length)), ...since].map(
    ({ to, line }) => `${to === 'runner' ? 'request' : 'answer'}| ${quoteLine(line)}`,
  );
}
