// The data that the harness's peers send in the stimuli `half-close`, `reset`, `shutdown`, `addresses`, `pool`, `relay` and `datagrams`, as pure functions of the harness's secret.
import { crc32 } from './digest.ts';
import { masked, randomBytes, splitMix32 } from './payload.ts';
import { seedOf } from './purpose.ts';

/** Nonce, key and number, as in `payload.ts` `writePayload`. Shorter datagrams are the empty ones. */
export const DATAGRAM_HEADER_BYTES = 16;
/** The number of the datagram that asks whether all others have arrived. */
export const MARK = 0xffffffff;

/** What client `key` of the stimulus `half-close` sends: its key in the first four bytes, little-endian, then noise. */
export function requestOf(secret: number, round: number, key: number, bytes: number): Uint8Array {
  const request = randomBytes(bytes, seedOf(secret, 'request', round, key));
  new DataView(request.buffer).setUint32(0, key, true);
  return request;
}

/** Message `id` of client `key` of the stimuli `reset` and `shutdown`: key and number, four bytes each, then noise. */
export function messageOf(secret: number, round: number, key: number, id: number, bytes: number): Uint8Array {
  const message = randomBytes(bytes, seedOf(secret, 'reset', round, (key << 8) ^ id));
  const header = new DataView(message.buffer);
  header.setUint32(0, key, true);
  header.setUint32(4, id, true);
  return message;
}

/** The course of one connection of the stimulus `reset`. */
export interface ResetPlan {
  /** The number of messages that are sent and answered one by one, at least one. */
  readonly messages: number;
  /** Then this many bytes of one more message, which is never completed. 0: no message is under way. */
  readonly cutBytes: number;
  /** False: the connection ends normally, after all its messages. */
  readonly reset: boolean;
}

/** About every third connection ends normally, by chance; where there are two or more, never all in the same way. */
export function resetPlan(
  secret: number,
  round: number,
  connections: number,
  messages: number,
  bytes: number,
): readonly ResetPlan[] {
  const next = splitMix32(seedOf(secret, 'reset', round, 0xffffff));
  const turn = next() % 3;
  return Array.from({ length: connections }, (_, key) => {
    const [spared, last, cut] = [next(), next(), next()];
    const reset = (key + turn) % 2 === 0 || (key >= 2 && spared % 3 !== 0);
    if (!reset) return { messages, cutBytes: 0, reset };
    return { messages: 1 + (last % messages), cutBytes: cut % bytes, reset };
  });
}

/**
 * What a client of the stimulus `shutdown` is doing when the server is told to close. `idle` and `silent` have had an answer; `half-asked`
 * has sent half of its request (`halfOf`); `answering` has sent all of it. Afterwards `idle` asks again, `half-asked` sends the rest, and `silent`
 * says no more and never ends by itself.
 */
export type ShutdownWay = 'idle' | 'half-asked' | 'answering' | 'silent';
export const SHUTDOWN_WAYS: readonly ShutdownWay[] = ['idle', 'half-asked', 'answering', 'silent'];

export function shutdownWay(key: number): ShutdownWay {
  return SHUTDOWN_WAYS[key % SHUTDOWN_WAYS.length] as ShutdownWay;
}

/** How many of so many bytes are sent, or sent back, before the server is told to close. */
export function halfOf(bytes: number): number {
  return Math.floor(bytes / 2);
}

export const GREETING_BYTES = 16;

/** What the good address `index` of a trial of the stimulus `addresses` sends to whoever connects. A trial has fewer than 16 addresses. */
export function greetingOf(secret: number, round: number, trial: number, index: number): Uint8Array {
  return randomBytes(GREETING_BYTES, seedOf(secret, 'greeting', round, trial * 16 + index));
}

/** What the contents of the stimulus `pool` are for. */
export const POOL_PHASE = { few: 0, many: 1, small: 2 } as const;

/** What slow call `index` of a phase of the stimulus `pool` reads, or the small file. A phase has fewer than 4096 calls. */
export function slowContent(
  secret: number,
  round: number,
  phase: number,
  index: number,
  bytes: number,
): Uint8Array {
  return randomBytes(bytes, seedOf(secret, 'slow', round, phase * 4096 + index));
}

/** The chunks of the stimulus `relay`: all equal, except for their number in the first four bytes. */
export function relayChunks(
  secret: number,
  round: number,
  chunks: number,
  chunkBytes: number,
): readonly Uint8Array[] {
  const block = randomBytes(chunkBytes, seedOf(secret, 'relay', round, 0));
  return Array.from({ length: chunks }, (_, index) => {
    const chunk = block.slice();
    new DataView(chunk.buffer).setUint32(0, index, true);
    return chunk;
  });
}

/** CRC-32 of all chunks together. */
export function relayDigest(secret: number, round: number, chunks: number, chunkBytes: number): number {
  return relayChunks(secret, round, chunks, chunkBytes).reduce((crc, chunk) => crc32(chunk, crc), 0);
}

/** What comes back for datagram `id`: its header unchanged, which identifies it, and the rest masked. */
export function datagramAnswer(secret: number, round: number, id: number, datagram: Uint8Array): Uint8Array {
  const answer = datagram.slice();
  const rest = datagram.subarray(DATAGRAM_HEADER_BYTES);
  answer.set(masked(rest, seedOf(secret, 'datagram', round, id)), DATAGRAM_HEADER_BYTES);
  return answer;
}
