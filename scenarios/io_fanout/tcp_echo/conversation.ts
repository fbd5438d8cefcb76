// One connection of io_fanout.tcp_echo, however its bytes are waited for: messages out, replies put together from pieces.
import type { Socket } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';
import { template } from './traffic.ts';
import type { Traffic } from './traffic.ts';

export class Conversation {
  readonly #kit: Kit;
  readonly #reply: number;
  readonly #key: number;
  readonly #bytes: number;
  readonly #socket: Socket;
  readonly #whenAnswered: () => void;
  /** One for each message that may be under way; used again once its reply is there. */
  readonly #slots: readonly Buffer[];
  readonly #sentAt: Float64Array;
  #wanted = 0;
  #sent = 0;
  #received = 0;
  #digest = 0;
  /** Messages that have come back. */
  answered = 0;
  /** Bytes that have come back. */
  total = 0;

  /** `whenAnswered` is called when all messages that were asked for have come back. */
  constructor(kit: Kit, key: number, { bytes, pipeline }: Traffic, socket: Socket, whenAnswered: () => void) {
    this.#kit = kit;
    this.#reply = (kit.kinds as { reply: number }).reply;
    this.#key = key;
    this.#bytes = bytes;
    this.#socket = socket;
    this.#whenAnswered = whenAnswered;
    this.#slots = Array.from({ length: pipeline }, () => template(kit, key, bytes));
    this.#sentAt = new Float64Array(pipeline);
  }

  /** Whether all messages that were asked for have come back. */
  get isOver(): boolean {
    return this.answered === this.#wanted;
  }

  /** Asks for `count` more messages: sends as many as may be under way, and each next one when a reply is complete. */
  ask(count: number): void {
    this.#wanted += count;
    while (this.#sent < this.#wanted && this.#sent - this.answered < this.#slots.length)
      this.#send(this.#kit.now());
    if (count === 0) this.#whenAnswered();
  }

  /** A piece of the stream: part of a reply, or the end of one and the beginning of the next. */
  came(chunk: Buffer): void {
    this.total += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      const length = Math.min(this.#bytes - this.#received, chunk.length - at);
      const part = length === chunk.length ? chunk : chunk.subarray(at, at + length);
      this.#digest = this.#kit.crc32(part, this.#digest);
      this.#received += length;
      at += length;
      if (this.#received === this.#bytes) this.#replied();
    }
  }

  #send(at: number): void {
    const slot = this.#sent % this.#slots.length;
    const message = this.#slots[slot] as Buffer;
    message.writeUInt32LE(this.#sent++, 12);
    this.#sentAt[slot] = at;
    this.#socket.write(message);
  }

  #replied(): void {
    const id = this.answered++;
    const digest = this.#digest;
    this.#received = 0;
    this.#digest = 0;
    // One reading ends this round trip and begins the next.
    const at = this.#kit.now();
    const latencyNs = at - (this.#sentAt[id % this.#slots.length] ?? 0);
    if (this.#sent < this.#wanted) this.#send(at);
    this.#kit.sample(latencyNs);
    this.#kit.emit(this.#reply, this.#key, id, digest);
    if (this.answered === this.#wanted) this.#whenAnswered();
  }
}
