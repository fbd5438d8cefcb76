// HTTP/1.1 answers as a client reads them from what comes on one connection: head, body by length or in chunks, end. Pure.
import { assertNever } from '../../contract/failure.ts';

export interface AnswerEvents {
  /** The head: its status, and whether the server says that it ends the connection behind this answer. */
  begun(status: number, closes: boolean): void;
  piece(bytes: Buffer): void;
  whole(): void;
}

const END_OF_HEAD = '\r\n\r\n';
const END_OF_LINE = '\r\n';
/** More is no head of ours. */
const MOST_OF_HEAD = 16_384;

type Part = 'head' | 'body' | 'size' | 'chunk' | 'end-of-chunk' | 'broken';

export class AnswerReader {
  readonly #events: AnswerEvents;
  #rest: Buffer = Buffer.alloc(0);
  #part: Part = 'head';
  /** Bytes of the body, or of the chunk, that have to come. */
  #left = 0;
  #isLastChunk = false;

  constructor(events: AnswerEvents) {
    this.#events = events;
  }

  /** What came is no HTTP: nothing behind it is read. */
  get isBroken(): boolean {
    return this.#part === 'broken';
  }

  feed(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length > 0 && this.#step()) continue;
  }

  /** False: more bytes are needed. */
  #step(): boolean {
    switch (this.#part) {
      case 'head':
        return this.#head();
      case 'body':
        return this.#body();
      case 'size':
        return this.#size();
      case 'chunk':
        return this.#chunk();
      case 'end-of-chunk':
        return this.#endOfChunk();
      case 'broken':
        this.#rest = Buffer.alloc(0);
        return false;
      default:
        return assertNever(this.#part);
    }
  }

  #head(): boolean {
    const end = this.#rest.indexOf(END_OF_HEAD);
    if (end < 0) {
      if (this.#rest.length > MOST_OF_HEAD) this.#part = 'broken';
      return false;
    }
    const head = this.#rest.toString('latin1', 0, end);
    this.#rest = this.#rest.subarray(end + END_OF_HEAD.length);
    const status = /^HTTP\/1\.1 (\d{3})(?: |\r|$)/.exec(head)?.[1];
    const length = /\r\ncontent-length: *(\d{1,9}) *(?:\r|$)/i.exec(head)?.[1];
    const isChunked = /\r\ntransfer-encoding: *chunked *(?:\r|$)/i.test(head);
    if (status === undefined || (length === undefined) !== isChunked) {
      this.#part = 'broken';
      return true;
    }
    this.#left = Number(length ?? 0);
    this.#part = isChunked ? 'size' : 'body';
    this.#events.begun(Number(status), /\r\nconnection: *close *(?:\r|$)/i.test(head));
    if (!isChunked && this.#left === 0) this.#end();
    return true;
  }

  #body(): boolean {
    this.#take();
    if (this.#left === 0) this.#end();
    return true;
  }

  #size(): boolean {
    const end = this.#rest.indexOf(END_OF_LINE);
    if (end < 0) return false;
    const size = /^[0-9a-f]{1,7}$/i.exec(this.#rest.toString('latin1', 0, end))?.[0];
    this.#rest = this.#rest.subarray(end + END_OF_LINE.length);
    this.#left = Number.parseInt(size ?? '0', 16);
    this.#isLastChunk = this.#left === 0;
    if (size === undefined) this.#part = 'broken';
    else this.#part = this.#isLastChunk ? 'end-of-chunk' : 'chunk';
    return true;
  }

  #chunk(): boolean {
    this.#take();
    if (this.#left === 0) this.#part = 'end-of-chunk';
    return true;
  }

  #endOfChunk(): boolean {
    if (this.#rest.length < END_OF_LINE.length) return false;
    const end = this.#rest.toString('latin1', 0, END_OF_LINE.length);
    this.#rest = this.#rest.subarray(END_OF_LINE.length);
    this.#part = end === END_OF_LINE ? 'size' : 'broken';
    if (this.#part === 'size' && this.#isLastChunk) this.#end();
    return true;
  }

  #take(): void {
    const piece = this.#rest.subarray(0, this.#left);
    this.#rest = this.#rest.subarray(piece.length);
    this.#left -= piece.length;
    if (piece.length > 0) this.#events.piece(piece);
  }

  #end(): void {
    this.#part = 'head';
    this.#events.whole();
  }
}
