// A client of the harness's own: sends, counts what comes back, ends its side or resets the connection. Gives up after its patience.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import type { Endpoint } from '../../contract/message.ts';
import type { ClientTally } from '../../contract/witness.ts';

export class TcpClient {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #sent = { bytes: 0, digest: 0 };
  #received = { bytes: 0, digest: 0 };
  #ending: ClientTally['ending'] = 'failed';
  #waiting: { readonly until: number; readonly resolve: () => void } | null = null;

  constructor(target: Endpoint, patienceMs: number) {
    this.#socket = dial(target);
    this.#closed = new Promise((resolve) => {
      this.#socket.once('close', () => {
        this.#waiting?.resolve();
        resolve();
      });
    });
    this.#socket.setTimeout(patienceMs, () => this.#socket.destroy());
    this.#socket.on('error', () => {});
    this.#socket.on('data', (chunk) => this.#came(chunk));
    this.#socket.once('end', () => {
      this.#ending = 'end';
      this.#waiting?.resolve();
    });
  }

  /** Settles when there is a connection, or none can be had. */
  async connected(): Promise<void> {
    if (!this.#socket.connecting) return;
    await Promise.race([
      this.#closed,
      new Promise<void>((resolve) => {
        this.#socket.once('connect', () => resolve());
      }),
    ]);
  }

  /** Sends bytes that have to come back. */
  send(bytes: Uint8Array): void {
    this.#count(bytes);
    this.#socket.write(bytes);
  }

  /** Settles when everything that was sent has come back, or nothing more can come. */
  async answered(): Promise<void> {
    const until = this.#sent.bytes;
    if (this.#received.bytes >= until || this.#socket.destroyed || this.#ending === 'end') return;
    await new Promise<void>((resolve) => {
      this.#waiting = { until, resolve };
    });
  }

  /** Sends the last bytes and ends this side. Settles when both have left, or nothing can leave any more. */
  async sendEnd(bytes: Uint8Array): Promise<void> {
    this.#count(bytes);
    await Promise.race([
      this.#closed,
      new Promise<void>((resolve) => {
        this.#socket.end(bytes, () => resolve());
      }),
    ]);
  }

  /** Waits for the end of the other side, where this one ends by itself. */
  async over(): Promise<void> {
    await this.#closed;
  }

  /** Ends this side and waits for the end of the other one. */
  async end(): Promise<void> {
    this.#socket.end();
    await this.#closed;
  }

  /** Waits for the end of the other side, then ends this one. */
  async ended(): Promise<void> {
    this.#socket.once('end', () => this.#socket.end());
    if (this.#ending === 'end') this.#socket.end();
    await this.#closed;
  }

  /** Sends the beginning of a message that must not be answered, and resets the connection. */
  async reset(beginning: Uint8Array): Promise<void> {
    if (beginning.length > 0) this.#socket.write(beginning);
    if (!this.#socket.destroyed) this.#ending = 'reset-by-client';
    this.#socket.resetAndDestroy();
    await this.#closed;
  }

  tally(): ClientTally {
    return {
      bytesSent: this.#sent.bytes,
      digestSent: this.#sent.digest,
      bytesReceived: this.#received.bytes,
      digestReceived: this.#received.digest,
      ending: this.#ending,
    };
  }

  #count(bytes: Uint8Array): void {
    this.#sent = { bytes: this.#sent.bytes + bytes.length, digest: crc32(bytes, this.#sent.digest) };
  }

  #came(chunk: Buffer): void {
    const { bytes, digest } = this.#received;
    this.#received = { bytes: bytes + chunk.length, digest: crc32(chunk, digest) };
    if (this.#waiting === null || this.#received.bytes < this.#waiting.until) return;
    this.#waiting.resolve();
    this.#waiting = null;
  }
}

function dial(target: Endpoint): Socket {
  return target.kind === 'tcp'
    ? connect({ host: target.host, port: target.port, allowHalfOpen: true, noDelay: true })
    : connect({ path: target.path, allowHalfOpen: true });
}
