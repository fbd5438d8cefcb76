// io_fanout.tcp_echo with events: sockets emit `connect`, `data`, `end` and `close`, clients emit when they are through.
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';
import { Conversation } from './conversation.ts';
import { EchoServer } from './echo_server.ts';
import { BACKLOG, connectTo, trafficOf } from './traffic.ts';
import type { Traffic } from './traffic.ts';

/** Emits `open`, `answered` when all messages asked for have come back, and `closed`. */
class Client extends EventEmitter {
  readonly #socket: Socket;
  readonly #conversation: Conversation;

  constructor(kit: Kit, key: number, traffic: Traffic, server: Endpoint) {
    super();
    const { open, end, close } = kit.kinds as { open: number; end: number; close: number };
    const socket = connectTo(server);
    const conversation = new Conversation(kit, key, traffic, socket, () => this.emit('answered'));
    this.#socket = socket;
    this.#conversation = conversation;
    socket.on('connect', () => {
      kit.emit(open, key, 0, 0);
      this.emit('open');
    });
    socket.on('data', (chunk) => conversation.came(chunk));
    socket.on('end', () => kit.emit(end, key, 0, 0));
    socket.on('close', () => {
      kit.emit(close, key, 0, conversation.total);
      this.emit('closed', conversation.answered);
    });
    socket.on('error', (error) => this.emit('error', error));
  }

  exchange(count: number): void {
    this.#conversation.ask(count);
  }

  end(): void {
    this.#socket.end();
  }

  /** Ends without a word: outside of rounds nothing is recorded. */
  drop(): void {
    this.#socket.removeAllListeners();
    this.#socket.destroy();
  }
}

class TcpEcho extends EchoServer<Client> implements Workload {
  async round(): Promise<number> {
    const clients = await this.#connectAll(this.peer);
    const closed = clients.map((client) => once(client, 'closed'));
    for (const client of clients) {
      client.once('answered', () => client.end());
      client.exchange(this.traffic.messages);
    }
    const answered = await Promise.all(closed);
    return answered.reduce((sum, [count]) => sum + Number(count), 0);
  }

  /** The operations are spread over connections that stay open from slice to slice. */
  async slice(operations: number): Promise<void> {
    if (this.standing.length === 0) this.standing = await this.#connectAll(this.endpoint);
    const all = this.standing.map((client) => once(client, 'answered'));
    for (const [key, client] of this.standing.entries())
      client.exchange(Math.floor((operations + key) / this.standing.length));
    await Promise.all(all);
  }

  async #connectAll(server: Endpoint): Promise<Client[]> {
    const { connections } = this.traffic;
    const clients = Array.from(
      { length: connections },
      (_, key) => new Client(this.kit, key, this.traffic, server),
    );
    await Promise.all(clients.map((client) => once(client, 'open')));
    return clients;
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const traffic = trafficOf(params);
  const server = createServer({ allowHalfOpen: true, noDelay: true }, echo);
  server.listen(0, '127.0.0.1', BACKLOG);
  await once(server, 'listening');
  return new TcpEcho(kit, traffic, server);
}

/** The clients wait for their replies, so what is buffered here is bounded by what they have under way. */
function echo(socket: Socket): void {
  socket.on('data', (chunk) => socket.write(chunk));
  socket.on('end', () => socket.end());
  // The client at the other end sees the same error and reports it.
  socket.on('error', () => socket.destroy());
}
