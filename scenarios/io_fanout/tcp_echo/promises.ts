// io_fanout.tcp_echo with promises: a server and clients that iterate over their sockets with `for await` and `next`.
import { once } from 'node:events';
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

class Client {
  readonly #kit: Kit;
  readonly #kinds: { open: number; reply: number; end: number; close: number };
  readonly #key: number;
  readonly #bytes: number;
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Buffer>;
  /** One for each message that may be under way; used again once its reply is there. */
  readonly #slots: readonly Buffer[];
  readonly #sentAt: Float64Array;
  #wanted = 0;
  #sent = 0;
  #received = 0;
  #digest = 0;
  #total = 0;
  /** Messages that have come back. */
  answered = 0;

  constructor(kit: Kit, key: number, { bytes, pipeline }: Traffic, socket: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as { open: number; reply: number; end: number; close: number };
    this.#key = key;
    this.#bytes = bytes;
    this.#slots = Array.from({ length: pipeline }, () => template(kit, key, bytes));
    this.#sentAt = new Float64Array(pipeline);
    this.#socket = socket;
    this.#chunks = chunksOf(socket)[Symbol.asyncIterator]();
    kit.emit(this.#kinds.open, key, 0, 0);
  }

  /** Sends so many more messages; done after the last reply. */
  async exchange(count: number): Promise<void> {
    this.#wanted += count;
    while (this.#sent < this.#wanted && this.#sent - this.answered < this.#slots.length)
      this.#send(this.#kit.now());
    while (this.answered < this.#wanted) {
      const { value: chunk, done } = await this.#chunks.next();
      if (done === true) throw new Error(`connection ${this.#key} ended early`);
      this.#came(chunk);
    }
  }

  async end(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.end();
    for (let rest = await this.#chunks.next(); rest.done !== true; rest = await this.#chunks.next())
      this.#came(rest.value);
    this.#kit.emit(this.#kinds.end, this.#key, 0, 0);
    await closed;
    this.#kit.emit(this.#kinds.close, this.#key, 0, this.#total);
  }

  /** Ends without a word: outside of rounds nothing is recorded. */
  drop(): void {
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

  async round(): Promise<number> {
    const clients = await this.#connectAll(this.#kit.endpoint('peer') ?? this.#endpoint);
    await Promise.all(
      clients.map(async (client) => {
        await client.exchange(this.#traffic.messages);
        await client.end();
      }),
    );
    return clients.reduce((sum, { answered }) => sum + answered, 0);
  }

  /** The operations are spread over connections that stay open from slice to slice. */
  async slice(operations: number): Promise<void> {
    if (this.#standing.length === 0) this.#standing = await this.#connectAll(this.#endpoint);
    const share = (key: number): number => Math.floor((operations + key) / this.#standing.length);
    await Promise.all(this.#standing.map((client, key) => client.exchange(share(key))));
  }

  close(): void {
    for (const client of this.#standing) client.drop();
    this.#server.close();
  }

  #connectAll(server: Endpoint): Promise<Client[]> {
    const { connections } = this.#traffic;
    return Promise.all(
      Array.from({ length: connections }, async (_, key) => {
        const socket = connectTo(server);
        await once(socket, 'connect');
        return new Client(this.#kit, key, this.#traffic, socket);
      }),
    );
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const traffic = trafficOf(params);
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => void echo(socket));
  server.listen(0, '127.0.0.1', BACKLOG);
  await once(server, 'listening');
  const { address: host, port } = server.address() as AddressInfo;
  kit.listening('server', { kind: 'tcp', host, port });
  return new TcpEcho(kit, traffic, server, { kind: 'tcp', host, port });
}

async function echo(socket: Socket): Promise<void> {
  try {
    for await (const chunk of chunksOf(socket)) if (!socket.write(chunk)) await once(socket, 'drain');
    socket.end();
  } catch {
    // The client at the other end sees the same error and reports it.
    socket.destroy();
  }
}

/** Without `destroyOnReturn` the end of what is read would also end what is still to be written. */
function chunksOf(socket: Socket): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => socket.iterator({ destroyOnReturn: false }) };
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

function connectTo(server: Endpoint): Socket {
  if (server.kind !== 'tcp') throw new RangeError('io_fanout.tcp_echo needs a TCP endpoint');
  return connect({ host: server.host, port: server.port, noDelay: true });
}
