// io_fanout.tcp_echo with callbacks: `connect` and `createServer` call back, and `onread` does with each piece of bytes.
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';

/** Room for all connections of a round at once: whoever finds none tries again after a second. */
const BACKLOG = 1024;

interface Traffic {
  readonly connections: number;
  readonly messages: number;
  readonly bytes: number;
  readonly pipeline: number;
}

const READ_BYTES = 65536;

type Done = (error: Error | null) => void;

class Client {
  readonly #kit: Kit;
  readonly #kinds: { open: number; reply: number; end: number; close: number };
  readonly #key: number;
  readonly #bytes: number;
  readonly #socket: Socket;
  /** One for each message that may be under way; used again once its reply is there. */
  readonly #slots: readonly Buffer[];
  readonly #sentAt: Float64Array;
  #wanted = 0;
  #sent = 0;
  #received = 0;
  #digest = 0;
  #total = 0;
  #whenAnswered: Done = ignore;
  #whenClosed: Done = ignore;
  /** Messages that have come back. */
  answered = 0;

  constructor(kit: Kit, key: number, { bytes, pipeline }: Traffic, server: Endpoint, opened: Done) {
    this.#kit = kit;
    this.#kinds = kit.kinds as { open: number; reply: number; end: number; close: number };
    this.#key = key;
    this.#bytes = bytes;
    this.#slots = Array.from({ length: pipeline }, () => template(kit, key, bytes));
    this.#sentAt = new Float64Array(pipeline);
    this.#whenAnswered = opened;
    this.#socket = connectTo(
      server,
      (piece) => this.#came(piece),
      () => {
        kit.emit(this.#kinds.open, key, 0, 0);
        opened(null);
      },
    );
    this.#socket.on('end', () => kit.emit(this.#kinds.end, key, 0, 0));
    this.#socket.on('close', () => this.#closed());
    this.#socket.on('error', (error) => this.#whenAnswered(error));
  }

  /** Sends so many more messages and calls back after the last reply. */
  exchange(count: number, answered: Done): void {
    this.#whenAnswered = answered;
    this.#wanted += count;
    while (this.#sent < this.#wanted && this.#sent - this.answered < this.#slots.length)
      this.#send(this.#kit.now());
    if (count === 0) answered(null);
  }

  end(closed: Done): void {
    this.#whenClosed = closed;
    this.#socket.end();
  }

  /** Ends without a word: outside of rounds nothing is recorded. */
  drop(): void {
    this.#socket.removeAllListeners();
    this.#socket.destroy();
  }

  #send(at: number): void {
    const slot = this.#sent % this.#slots.length;
    const message = this.#slots[slot] as Buffer;
    message.writeUInt32LE(this.#sent++, 12);
    this.#sentAt[slot] = at;
    this.#socket.write(message);
  }

  /** A piece of the stream: part of a reply, or the end of one and the beginning of the next. */
  #came(chunk: Buffer): void {
    this.#total += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      const length = Math.min(this.#bytes - this.#received, chunk.length - at);
      const part = length === chunk.length ? chunk : chunk.subarray(at, at + length);
      this.#digest = this.#kit.crc32(part, this.#digest);
      this.#received += length;
      at += length;
      if (this.#received === this.#bytes) this.#replied();
    }
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
    this.#kit.emit(this.#kinds.reply, this.#key, id, digest);
    if (this.answered === this.#wanted) this.#whenAnswered(null);
  }

  #closed(): void {
    this.#kit.emit(this.#kinds.close, this.#key, 0, this.#total);
    if (this.answered < this.#wanted) this.#whenAnswered(new Error(`connection ${this.#key} closed early`));
    this.#whenClosed(null);
  }
}

class TcpEcho implements Workload {
  readonly #kit: Kit;
  readonly #traffic: Traffic;
  readonly #server: Server;
  readonly #endpoint: Endpoint;
  #standing: readonly Client[] = [];

  constructor(kit: Kit, traffic: Traffic, server: Server, endpoint: Endpoint) {
    this.#kit = kit;
    this.#traffic = traffic;
    this.#server = server;
    this.#endpoint = endpoint;
  }

  round(): Promise<number> {
    return new Promise((resolve, reject) => {
      const { connections, messages } = this.#traffic;
      this.#connectAll(this.#kit.endpoint('peer') ?? this.#endpoint, (error, clients) => {
        if (error !== null) return reject(error);
        const closed = countDown(connections, (failure) => {
          if (failure !== null) return reject(failure);
          resolve(clients.reduce((sum, { answered }) => sum + answered, 0));
        });
        for (const client of clients)
          client.exchange(messages, (failure) => {
            if (failure === null) client.end(closed);
            else closed(failure);
          });
      });
    });
  }

  /** The operations are spread over connections that stay open from slice to slice. */
  slice(operations: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const exchangeAll = (clients: readonly Client[]): void => {
        this.#standing = clients;
        const answered = countDown(clients.length, (error) => (error === null ? resolve() : reject(error)));
        for (const [key, client] of clients.entries())
          client.exchange(Math.floor((operations + key) / clients.length), answered);
      };
      if (this.#standing.length > 0) return exchangeAll(this.#standing);
      this.#connectAll(this.#endpoint, (error, clients) => {
        if (error === null) exchangeAll(clients);
        else reject(error);
      });
    });
  }

  close(): void {
    for (const client of this.#standing) client.drop();
    this.#server.close();
  }

  #connectAll(server: Endpoint, done: (error: Error | null, clients: readonly Client[]) => void): void {
    const { connections } = this.#traffic;
    const clients: Client[] = [];
    const opened = countDown(connections, (error) => done(error, clients));
    for (let key = 0; key < connections; key++)
      clients.push(new Client(this.#kit, key, this.#traffic, server, opened));
  }
}

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  const traffic = trafficOf(params);
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, echo);
    server.on('error', reject);
    server.listen(0, '127.0.0.1', BACKLOG, () => {
      const { address: host, port } = server.address() as AddressInfo;
      kit.listening('server', { kind: 'tcp', host, port });
      resolve(new TcpEcho(kit, traffic, server, { kind: 'tcp', host, port }));
    });
  });
}

/** The clients wait for their replies, so what is buffered here is bounded by what they have under way. */
function echo(socket: Socket): void {
  socket.on('data', (chunk) => socket.write(chunk));
  socket.on('end', () => socket.end());
  // The client at the other end sees the same error and reports it.
  socket.on('error', () => socket.destroy());
}

function ignore(): void {}

/** Calls back once: at the first error, or when it was called so many times without. */
function countDown(count: number, done: Done): Done {
  let left = count;
  return (error) => {
    if (left <= 0) return;
    left = error === null ? left - 1 : 0;
    if (left === 0) done(error);
  };
}

function trafficOf(params: Parameters): Traffic {
  const bytes = Number(params['bytes']);
  const pipeline = Number(params['pipeline']);
  if (bytes < 16) throw new RangeError('a message needs 16 bytes for its header');
  if (pipeline < 1) throw new RangeError('at least one message must be under way');
  return {
    connections: Number(params['connections']),
    messages: Number(params['messages']),
    bytes,
    pipeline,
  };
}

/** Nonce, connection and message as a header, then the nonce over and over. */
function template(kit: Kit, key: number, bytes: number): Buffer {
  const message = Buffer.alloc(bytes, kit.nonce, 'hex');
  message.writeUInt32LE(key, 8);
  return message;
}

/** `onread` reads every piece into one buffer; a client is done with a piece when its callback returns. */
function connectTo(server: Endpoint, came: (piece: Buffer) => void, connected: () => void): Socket {
  if (server.kind !== 'tcp') throw new RangeError('io_fanout.tcp_echo needs a TCP endpoint');
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  const callback = (length: number): boolean => {
    came(buffer.subarray(0, length));
    return true;
  };
  const { host, port } = server;
  return connect({ host, port, noDelay: true, onread: { buffer, callback } }, connected);
}
