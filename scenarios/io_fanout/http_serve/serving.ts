// What all styles of io_fanout.http_serve share: what a request asks for, what is recorded of it, and which connections are open.
import type { Server } from 'node:http';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { announce, callPeers } from '../shared/sockets.ts';

type ServeKinds = Record<'request' | 'answered' | 'begun' | 'piece' | 'gone' | 'closed', number>;

export interface HttpQuestion {
  readonly number: number;
  /** The body of its answer; null: one without an end. */
  readonly answer: Buffer | null;
}

export const PIECE = Buffer.alloc(16);
export const PIECE_MS = 1;
/** So many are recorded of one answer. */
const PIECES = 64;
/** Those of the odd clients, which come first. */
const ODD_REQUESTS = 9;
const RATES = ['lowPerSecond', 'middlePerSecond', 'highPerSecond'] as const;

export class Serving {
  readonly #kit: Kit;
  readonly #kinds: ServeKinds;
  readonly #bytes: number;
  readonly #requests: number;
  readonly #pieces = new Map<number, number>();
  #connections = 0;
  #open = 0;
  #onClosed: () => void = () => {};

  constructor(params: Parameters, kit: Kit) {
    this.#kit = kit;
    this.#kinds = kit.kinds as ServeKinds;
    this.#bytes = Number(params['bytes']);
    const stepMs = Number(params['stepMs']);
    this.#requests = RATES.reduce(
      (sum, name) => sum + Math.max(1, Math.floor((Number(params[name]) * stepMs) / 1000)),
      ODD_REQUESTS,
    );
  }

  /** Listens, and tells the harness where. */
  async listen(server: Server): Promise<void> {
    server.on('connection', (socket) => {
      this.#connections += 1;
      this.#open += 1;
      socket.once('close', () => {
        this.#open -= 1;
        if (this.#open === 0) this.#onClosed();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    announce(server, this.#kit);
  }

  /** The clients call, and are through when this settles. */
  async round(): Promise<number> {
    this.#connections = 0;
    this.#pieces.clear();
    await callPeers(this.#kit);
    if (this.#open > 0)
      await new Promise<void>((resolve) => {
        this.#onClosed = resolve;
      });
    this.#kit.emit(this.#kinds.closed, this.#requests, 0, this.#connections);
    return this.#requests;
  }

  /** A request has come whole. */
  asked(target: string, body: Buffer): HttpQuestion {
    const [, kind, number] = target.split('/');
    const crc = this.#kit.crc32(body, this.#kit.crc32(Buffer.from(target, 'latin1')));
    this.#emit('request', Number(number), crc);
    const answer = body.length > 0 ? body : Buffer.alloc(this.#bytes, target, 'latin1');
    return { number: Number(number), answer: kind === 'endless' ? null : answer };
  }

  /** The answer is handed over. */
  answered(number: number, bytes: number): void {
    this.#emit('answered', number, bytes);
  }

  begun(number: number): void {
    this.#emit('begun', number, 0);
  }

  piece(number: number): void {
    const count = (this.#pieces.get(number) ?? 0) + 1;
    this.#pieces.set(number, count);
    if (count <= PIECES) this.#emit('piece', number, PIECE.length);
  }

  gone(number: number): void {
    this.#emit('gone', number, 0);
  }

  #emit(kind: keyof ServeKinds, number: number, digest: number): void {
    this.#kit.emit(this.#kinds[kind], number, number, digest);
  }
}
