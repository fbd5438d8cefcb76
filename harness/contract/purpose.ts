// What the harness draws random streams for: each purpose has a number of its own, so that no two draw the same stream.
import { mix32 } from './digest.ts';

/** Kept for ever: with another number a purpose has other contents, and what was recorded before means nothing. A new purpose takes a new one. */
export const PURPOSES = {
  /* Files. */
  initial: 0x11,
  decoy: 0x22,
  edit: 0x33,
  burst: 0x44,
  population: 0x55,
  act: 0xb1,
  maybeMkdir: 0xb2,
  slow: 0xee,
  /* Peers. */
  mask: 0x66,
  request: 0x99,
  reset: 0xaa,
  relay: 0xbb,
  datagram: 0xcc,
  greeting: 0xdd,
  answer: 0xd1,
  body: 0xd2,
  target: 0xd3,
  upload: 0xd4,
  /* The process. */
  signal: 0x77,
} as const;

export type Purpose = keyof typeof PURPOSES;

/** Each purpose, round and index has a stream of its own. */
export function seedOf(secret: number, purpose: Purpose, round: number, index: number): number {
  return mix32(mix32(mix32(secret ^ Math.imul(PURPOSES[purpose], 0x9e3779b9)) ^ round) ^ index);
}
