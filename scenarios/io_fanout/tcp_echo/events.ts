// io_fanout.tcp_echo with events: sockets emit `connect`, `data`, `end` and `close`, clients emit when they are through.
import { EventEmitter, once } from 'node:events';
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

/** Emits `open`, `answered` when all messages asked for have come back, and `closed`. */
class Client extends EventEmitter {
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
  #answered = 0;
  #received = 0;
  #digest = 0;
  #total = 0;

  constructor(kit: Kit, key: number, { bytes, pipeline }: Traffic, server: Endpoint) {
    super();
    this.#kit = kit;
    this.#kinds = kit.kinds as { open: number; reply: number; end: number; close: number };
    this.#key = key;
    this.#bytes = bytes;
    this.#slots = Array.from({ length: pipeline }, () => template(kit, key, bytes));
    this.#sentAt = new Float64Array(pipeline);
    this.#socket = connectTo(server);
    this.#socket.on('connect', () => this.#opened());
    this.#socket.on('data', (chunk) => this.#came(chunk));
    this.#socket.on('end', () => kit.emit(this.#kinds.end, key, 0, 0));
    this.#socket.on('close', () => this.#closed());
    this.#socket.on('error', (error) => this.emit('error', error));
  }

  exchange(count: number): void {
    this.#wanted += count;
    while (this.#sent < this.#wanted && this.#sent - this.#answered < this.#slots.length)
      this.#send(this.#kit.now());
    if (count === 0) this.emit('answered');
  }

  end(): void {
    this.#socket.end();
  }

  /** Ends without a word: outside of rounds nothing is recorded. */
  drop(): void {
    this.#socket.removeAllListeners();
    this.#socket.destroy();
  }

  #opened(): void {
    this.#kit.emit(this.#kinds.open, this.#key, 0, 0);
    this.emit('open');
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
    const id = this.#answered++;
    const digest = this.#digest;
    this.#received = 0;
    this.#digest = 0;
    // One reading ends this round trip and begins the next.
    const at = this.#kit.now();
    const latencyNs = at - (this.#sentAt[id % this.#slots.length] ?? 0);
    if (this.#sent < this.#wanted) this.#send(at);
    this.#kit.sample(latencyNs);
    this.#kit.emit(this.#kinds.reply, this.#key, id, digest);
    if (this.#answered === this.#wanted) this.emit('answered');
  }

  #closed(): void {
    this.#kit.emit(this.#kinds.close, this.#key, 0, this.#total);
    this.emit('closed', this.#answered);
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
    const closed = clients.map((client) => once(client, 'closed'));
    for (const client of clients) {
      client.once('answered', () => client.end());
      client.exchange(this.#traffic.messages);
    }
    const answered = await Promise.all(closed);
    return answered.reduce((sum, [count]) => sum + Number(count), 0);
  }

  /** The operations are spread over connections that stay open from slice to slice. */
  async slice(operations: number): Promise<void> {
    if (this.#standing.length === 0) this.#standing = await this.#connectAll(this.#endpoint);
    const all = this.#standing.map((client) => once(client, 'answered'));
    for (const [key, client] of this.#standing.entries())
      client.exchange(Math.floor((operations + key) / this.#standing.length));
    await Promise.all(all);
  }

  close(): void {
    for (const client of this.#standing) client.drop();
    this.#server.close();
  }

  async #connectAll(server: Endpoint): Promise<Client[]> {
    const { connections } = this.#traffic;
    const clients = Array.from(
      { length: connections },
      (_, key) => new Client(this.#kit, key, this.#traffic, server),
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
  const { address: host, port } = server.address() as AddressInfo;
  kit.listening('server', { kind: 'tcp', host, port });
  return new TcpEcho(kit, traffic, server, { kind: 'tcp', host, port });
}

/** The clients wait for their replies, so what is buffered here is bounded by what they have under way. */
function echo(socket: Socket): void {
  socket.on('data', (chunk) => socket.write(chunk));
  socket.on('end', () => socket.end());
  // The client at the other end sees the same error and reports it.
  socket.on('error', () => socket.destroy());
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
