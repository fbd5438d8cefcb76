// io_fanout.tcp_echo with streams: the server pipes each socket into itself, a client through what turns replies into messages.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { Transform, pipeline } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';
import { EchoServer } from './echo_server.ts';
import { BACKLOG, connectTo, template, trafficOf } from './traffic.ts';
import type { Traffic } from './traffic.ts';

type Done = (error: Error | null) => void;

/** Replies flow in, messages flow out: a new one for each reply that is complete, while any is wanted. */
class Exchange extends Transform {
  readonly #kit: Kit;
  readonly #reply: number;
  readonly #key: number;
  readonly #bytes: number;
  readonly #window: number;
  readonly #sentAt: Float64Array;
  #wanted = 0;
  #sent = 0;
  #received = 0;
  #digest = 0;
  #whenAnswered: () => void = () => {};
  /** Messages that have come back. */
  answered = 0;
  /** Bytes that have come back. */
  total = 0;

  constructor(kit: Kit, key: number, { bytes, pipeline }: Traffic) {
    super({ readableHighWaterMark: bytes * pipeline });
    this.#kit = kit;
    this.#reply = (kit.kinds as { reply: number }).reply;
    this.#key = key;
    this.#bytes = bytes;
    this.#window = pipeline;
    this.#sentAt = new Float64Array(pipeline);
  }

  /** Sends so many more messages; done after the last reply. */
  ask(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#whenAnswered = resolve;
      this.#wanted += count;
      while (this.#sent < this.#wanted && this.#sent - this.answered < this.#window)
        this.#send(this.#kit.now());
      if (count === 0) resolve();
    });
  }

  override _transform(chunk: Buffer, _encoding: string, taken: TransformCallback): void {
    this.total += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      const length = Math.min(this.#bytes - this.#received, chunk.length - at);
      const part = length === chunk.length ? chunk : chunk.subarray(at, at + length);
      this.#digest = this.#kit.crc32(part, this.#digest);
      this.#received += length;
      at += length;
      if (this.#received === this.#bytes) this.#replied();
    }
    taken();
  }

  #replied(): void {
    const id = this.answered++;
    const digest = this.#digest;
    this.#received = 0;
    this.#digest = 0;
    // One reading ends this round trip and begins the next.
    const at = this.#kit.now();
    const latencyNs = at - (this.#sentAt[id % this.#window] ?? 0);
    if (this.#sent < this.#wanted) this.#send(at);
    this.#kit.sample(latencyNs);
    this.#kit.emit(this.#reply, this.#key, id, digest);
    if (this.answered === this.#wanted) this.#whenAnswered();
  }

  #send(at: number): void {
    const message = template(this.#kit, this.#key, this.#bytes);
    message.writeUInt32LE(this.#sent, 12);
    this.#sentAt[this.#sent++ % this.#window] = at;
    this.push(message);
  }
}

interface Client {
  readonly exchange: Exchange;
  /** Settles when the connection is closed on both sides. */
  readonly closed: Promise<void>;
  /** Ends without a word: outside of rounds nothing is recorded. */
  drop(): void;
}

class TcpEcho extends EchoServer<Client> implements Workload {
  async round(): Promise<number> {
    const clients = await this.#connectAll(this.peer);
    await Promise.all(
      clients.map(async ({ exchange, closed }) => {
        await Promise.race([exchange.ask(this.traffic.messages), closed]);
        exchange.push(null);
        await closed;
      }),
    );
    return clients.reduce((sum, { exchange }) => sum + exchange.answered, 0);
  }

  /** The operations are spread over connections that stay open from slice to slice. */
  async slice(operations: number): Promise<void> {
    if (this.standing.length === 0) this.standing = await this.#connectAll(this.endpoint);
    const share = (key: number): number => Math.floor((operations + key) / this.standing.length);
    await Promise.all(this.standing.map(({ exchange }, key) => exchange.ask(share(key))));
  }

  #connectAll(server: Endpoint): Promise<Client[]> {
    const { connections } = this.traffic;
    return Promise.all(
      Array.from({ length: connections }, async (_, key) => {
        const socket = connectTo(server);
        await once(socket, 'connect');
        return openClient(this.kit, key, this.traffic, socket);
      }),
    );
  }
}

function openClient(kit: Kit, key: number, traffic: Traffic, socket: Socket): Client {
  const { open, end, close } = kit.kinds as { open: number; end: number; close: number };
  const exchange = new Exchange(kit, key, traffic);
  kit.emit(open, key, 0, 0);
  socket.on('end', () => kit.emit(end, key, 0, 0));
  const closed = new Promise<void>((resolve, reject) => {
    const failed: Done = (error) => error !== null && reject(error);
    pipeline(socket, exchange, socket, (error) => failed(error ?? null));
    socket.on('close', () => {
      kit.emit(close, key, 0, exchange.total);
      resolve();
    });
  });
  const drop = (): void => {
    socket.removeAllListeners();
    socket.destroy();
  };
  return { exchange, closed, drop };
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const traffic = trafficOf(params);
  // The client at the other end sees the same error and reports it.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    pipeline(socket, socket, () => {}),
  );
  server.listen(0, '127.0.0.1', BACKLOG);
  await once(server, 'listening');
  return new TcpEcho(kit, traffic, server);
}
