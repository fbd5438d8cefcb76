// io_fanout.tcp_echo with callbacks: `connect` and `createServer` call back, and `onread` does with each piece of bytes.
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';
import { Conversation } from './conversation.ts';
import { EchoServer } from './echo_server.ts';
import { BACKLOG, tcpOf, trafficOf } from './traffic.ts';
import type { Traffic } from './traffic.ts';

const READ_BYTES = 65536;

type Done = (error: Error | null) => void;

class Client {
  readonly #kit: Kit;
  readonly #key: number;
  readonly #socket: Socket;
  readonly #conversation: Conversation;
  #whenAnswered: Done = ignore;
  #whenClosed: Done = ignore;

  constructor(kit: Kit, key: number, traffic: Traffic, server: Endpoint, opened: Done) {
    const { open, end } = kit.kinds as { open: number; end: number };
    const socket = connectTo(
      server,
      (piece) => conversation.came(piece),
      () => {
        kit.emit(open, key, 0, 0);
        opened(null);
      },
    );
    const conversation = new Conversation(kit, key, traffic, socket, () => this.#whenAnswered(null));
    this.#kit = kit;
    this.#key = key;
    this.#socket = socket;
    this.#conversation = conversation;
    this.#whenAnswered = opened;
    socket.on('end', () => kit.emit(end, key, 0, 0));
    socket.on('close', () => this.#closed());
    socket.on('error', (error) => this.#whenAnswered(error));
  }

  /** Messages that have come back. */
  get answered(): number {
    return this.#conversation.answered;
  }

  /** Sends so many more messages and calls back after the last reply. */
  exchange(count: number, answered: Done): void {
    this.#whenAnswered = answered;
    this.#conversation.ask(count);
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

  #closed(): void {
    const { isOver, total } = this.#conversation;
    this.#kit.emit((this.#kit.kinds as { close: number }).close, this.#key, 0, total);
    if (!isOver) this.#whenAnswered(new Error(`connection ${this.#key} closed early`));
    this.#whenClosed(null);
  }
}

class TcpEcho extends EchoServer<Client> implements Workload {
  round(): Promise<number> {
    return new Promise((resolve, reject) => {
      const { connections, messages } = this.traffic;
      this.#connectAll(this.peer, (error, clients) => {
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
        this.standing = clients;
        const answered = countDown(clients.length, (error) => (error === null ? resolve() : reject(error)));
        for (const [key, client] of clients.entries())
          client.exchange(Math.floor((operations + key) / clients.length), answered);
      };
      if (this.standing.length > 0) return exchangeAll(this.standing);
      this.#connectAll(this.endpoint, (error, clients) => {
        if (error === null) exchangeAll(clients);
        else reject(error);
      });
    });
  }

  #connectAll(server: Endpoint, done: (error: Error | null, clients: readonly Client[]) => void): void {
    const { connections } = this.traffic;
    const clients: Client[] = [];
    const opened = countDown(connections, (error) => done(error, clients));
    for (let key = 0; key < connections; key++)
      clients.push(new Client(this.kit, key, this.traffic, server, opened));
  }
}

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  const traffic = trafficOf(params);
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, echo);
    server.on('error', reject);
    server.listen(0, '127.0.0.1', BACKLOG, () => resolve(new TcpEcho(kit, traffic, server)));
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

/** `onread` reads every piece into one buffer; a client is done with a piece when its callback returns. */
function connectTo(server: Endpoint, came: (piece: Buffer) => void, connected: () => void): Socket {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  const callback = (length: number): boolean => {
    came(buffer.subarray(0, length));
    return true;
  };
  const { host, port } = tcpOf(server);
  return connect({ host, port, noDelay: true, onread: { buffer, callback } }, connected);
}
