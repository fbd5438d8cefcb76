// io_fanout.tcp_echo with promises: a server and clients that iterate over their sockets with `for await` and `next`.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';
import { chunksOf, echo } from '../shared/sockets.ts';
import { Conversation } from './conversation.ts';
import { EchoServer } from './echo_server.ts';
import { BACKLOG, connectTo, trafficOf } from './traffic.ts';
import type { Traffic } from './traffic.ts';

class Client {
  readonly #kit: Kit;
  readonly #key: number;
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #conversation: Conversation;

  constructor(kit: Kit, key: number, traffic: Traffic, socket: Socket) {
    this.#kit = kit;
    this.#key = key;
    this.#socket = socket;
    this.#chunks = chunksOf(socket)[Symbol.asyncIterator]();
    this.#conversation = new Conversation(kit, key, traffic, socket, () => {});
    kit.emit((kit.kinds as { open: number }).open, key, 0, 0);
  }

  /** Messages that have come back. */
  get answered(): number {
    return this.#conversation.answered;
  }

  /** Sends so many more messages; done after the last reply. */
  async exchange(count: number): Promise<void> {
    const conversation = this.#conversation;
    conversation.ask(count);
    while (!conversation.isOver) {
      const { value: chunk, done } = await this.#chunks.next();
      if (done === true) throw new Error(`connection ${this.#key} ended early`);
      conversation.came(chunk);
    }
  }

  async end(): Promise<void> {
    const { end, close } = this.#kit.kinds as { end: number; close: number };
    const closed = once(this.#socket, 'close');
    this.#socket.end();
    for (let rest = await this.#chunks.next(); rest.done !== true; rest = await this.#chunks.next())
      this.#conversation.came(rest.value);
    this.#kit.emit(end, this.#key, 0, 0);
    await closed;
    this.#kit.emit(close, this.#key, 0, this.#conversation.total);
  }

  /** Ends without a word: outside of rounds nothing is recorded. */
  drop(): void {
    this.#socket.destroy();
  }
}

class TcpEcho extends EchoServer<Client> implements Workload {
  async round(): Promise<number> {
    const clients = await this.#connectAll(this.peer);
    await Promise.all(
      clients.map(async (client) => {
        await client.exchange(this.traffic.messages);
        await client.end();
      }),
    );
    return clients.reduce((sum, { answered }) => sum + answered, 0);
  }

  /** The operations are spread over connections that stay open from slice to slice. */
  async slice(operations: number): Promise<void> {
    if (this.standing.length === 0) this.standing = await this.#connectAll(this.endpoint);
    const share = (key: number): number => Math.floor((operations + key) / this.standing.length);
    await Promise.all(this.standing.map((client, key) => client.exchange(share(key))));
  }

  #connectAll(server: Endpoint): Promise<Client[]> {
    const { connections } = this.traffic;
    return Promise.all(
      Array.from({ length: connections }, async (_, key) => {
        const socket = connectTo(server);
        await once(socket, 'connect');
        return new Client(this.kit, key, this.traffic, socket);
      }),
    );
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const traffic = trafficOf(params);
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => void echo(socket));
  server.listen(0, '127.0.0.1', BACKLOG);
  await once(server, 'listening');
  return new TcpEcho(kit, traffic, server);
}
