// One connection of the harness's HTTP clients: asks, holds each answer against the one that its request must have, and says what was wrong.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { HttpRequest } from '../../contract/http-plan.ts';
import type { Endpoint } from '../../contract/message.ts';
import type { HttpFault } from '../../contract/witness.ts';
import { AnswerReader } from './answer-reader.ts';

const OK = 200;
/** More of a body than this is not kept: it cannot be right. */
const KEPT_BEYOND = 1;

export interface HttpAsked {
  readonly request: HttpRequest;
  /** The body of its answer; null: one without an end, which the client leaves. */
  readonly answer: Uint8Array | null;
}

export interface ClientListener {
  /** Bytes have come, or were sent. */
  acted(): void;
  /** The first bytes of the body of an answer have come. */
  begun?(asked: HttpAsked): void;
  /** `closes`: the server has said that it ends the connection now. */
  answered?(asked: HttpAsked, closes: boolean): void;
  closed?(): void;
}

/** The bytes of a request. */
export function requestBytes({ target, body, isLast }: HttpRequest): Buffer {
  const close = isLast ? 'Connection: close\r\n' : '';
  const [method, length] = body === null ? ['GET', ''] : ['POST', `Content-Length: ${body.length}\r\n`];
  const head = Buffer.from(
    `${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${close}${length}\r\n`,
    'latin1',
  );
  return body === null ? head : Buffer.concat([head, body]);
}

export class HttpClient {
  readonly #socket: Socket;
  readonly #listener: ClientListener;
  readonly #reader: AnswerReader;
  readonly #expected: HttpAsked[] = [];
  readonly #faults: HttpFault[] = [];
  #status = 0;
  #closes = false;
  #body: Buffer[] = [];
  #length = 0;
  #last = 0;
  #isClosed = false;
  #hasLeft = false;

  constructor(target: Extract<Endpoint, { kind: 'tcp' }>, listener: ClientListener) {
    this.#listener = listener;
    this.#reader = new AnswerReader({
      begun: (status, closes) => {
        this.#status = status;
        this.#closes = closes;
      },
      piece: (bytes) => this.#piece(bytes),
      whole: () => this.#whole(),
    });
    this.#socket = connect({ host: target.host, port: target.port, allowHalfOpen: true, noDelay: true });
    this.#socket.on('data', (bytes) => {
      listener.acted();
      this.#reader.feed(bytes);
      if (this.#reader.isBroken) this.#broke();
    });
    this.#socket.on('end', () => this.#socket.end());
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.#isClosed = true;
      listener.acted();
      listener.closed?.();
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Settles when there is a connection, or none can be had. */
  async connected(): Promise<void> {
    if (!this.#socket.connecting) return;
    await new Promise<void>((resolve) => {
      this.#socket.once('connect', resolve);
      this.#socket.once('close', () => resolve());
    });
  }

  /** What the next answers must be. */
  expect(...asked: readonly HttpAsked[]): void {
    this.#expected.push(...asked);
    this.#last = asked.at(-1)?.request.number ?? this.#last;
  }

  send(bytes: Uint8Array): void {
    this.#listener.acted();
    this.#socket.write(bytes);
  }

  /** Ends its side, behind these bytes. */
  end(bytes?: Uint8Array): void {
    if (bytes === undefined) this.#socket.end();
    else this.#socket.end(bytes);
  }

  /** Goes away, with a reset or without, and expects nothing more. */
  leave(how: 'reset' | 'close'): void {
    this.#hasLeft = true;
    this.#expected.length = 0;
    if (how === 'reset') this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  /** Everything that was wrong. What has no answer by now has none. */
  faults(): readonly HttpFault[] {
    const missing = this.#expected.map(
      ({ request }): HttpFault => ({
        number: request.number,
        fault: 'unanswered',
      }),
    );
    return [...this.#faults, ...missing];
  }

  #piece(bytes: Buffer): void {
    const [asked] = this.#expected;
    if (asked === undefined) return;
    const wanted = asked.answer?.length ?? 0;
    if (asked.answer !== null && this.#length <= wanted + KEPT_BEYOND) this.#body.push(bytes);
    const isFirst = this.#length === 0;
    this.#length += bytes.length;
    if (isFirst) this.#listener.begun?.(asked);
  }

  #whole(): void {
    const asked = this.#expected.shift();
    const [body, length, status] = [this.#body, this.#length, this.#status];
    this.#body = [];
    this.#length = 0;
    if (this.#hasLeft) return;
    if (asked === undefined) {
      this.#faults.push({ number: this.#last, fault: 'beyond' });
      return;
    }
    const { request, answer } = asked;
    const isRight = status === OK && answer !== null && length === answer.length && sameBytes(body, answer);
    if (!isRight) this.#faults.push({ number: request.number, fault: 'wrong' });
    this.#listener.answered?.(asked, this.#closes);
  }

  #broke(): void {
    const [asked] = this.#expected;
    this.#faults.push(
      asked === undefined
        ? { number: this.#last, fault: 'beyond' }
        : { number: asked.request.number, fault: 'wrong' },
    );
    this.#expected.shift();
    this.#socket.destroy();
  }
}

function sameBytes(pieces: readonly Buffer[], wanted: Uint8Array): boolean {
  const [first] = pieces;
  const body = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
  return body.equals(wanted);
}
