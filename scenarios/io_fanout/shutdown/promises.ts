// io_fanout.shutdown with promises: each connection is a function that reads and answers, and the round awaits them and the server.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { chunksOf } from '../shared/sockets.ts';
import { callClients, trafficOf, wayOf } from './ways.ts';
import type { ShutdownKinds, ShutdownTraffic } from './ways.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const traffic = trafficOf(params);
  return {
    round: () => new Round(kit, traffic).play(),
    close() {},
  };
}

/** A promise that somebody else keeps. */
class Signal {
  readonly #promise: Promise<void>;
  #resolve: () => void = () => {};

  constructor() {
    this.#promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  set(): void {
    this.#resolve();
  }

  wait(): Promise<void> {
    return this.#promise;
  }
}

/** One server from its first connection to its last. */
class Round {
  readonly #kit: Kit;
  readonly #kinds: ShutdownKinds;
  readonly #traffic: ShutdownTraffic;
  readonly #server: Server;
  readonly #served: Promise<void>[] = [];
  readonly #silent: (() => void)[] = [];
  readonly #allInPlace = new Signal();
  readonly #mayFinish = new Signal();
  readonly #othersOver = new Signal();
  #closing = false;
  #inPlace = 0;
  #over = 0;
  #through = 0;

  constructor(kit: Kit, traffic: ShutdownTraffic) {
    this.#kit = kit;
    this.#kinds = kit.kinds as ShutdownKinds;
    this.#traffic = traffic;
    this.#server = createServer(
      { allowHalfOpen: true, noDelay: true },
      (socket) => void this.#served.push(this.#serve(socket)),
    );
  }

  async play(): Promise<number> {
    const { connections } = this.#traffic;
    this.#server.listen(0, '127.0.0.1', connections);
    await once(this.#server, 'listening');
    const peer = callClients(this.#server, this.#kit);
    const through = once(peer, 'end');
    await this.#allInPlace.wait();
    const closed = this.#closeServer();
    // A server that waits for nobody has said so before the clients go on.
    await turn();
    await turn();
    peer.write('!');
    this.#mayFinish.set();
    await this.#othersOver.wait();
    for (const cut of this.#silent) cut();
    await Promise.all([...this.#served, closed, through]);
    return connections;
  }

  async #closeServer(): Promise<void> {
    const { connections } = this.#traffic;
    this.#closing = true;
    this.#kit.emit(this.#kinds.closing, connections, 0, connections - this.#over);
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
    this.#kit.emit(this.#kinds.closed, connections + 1, 0, connections - this.#over);
  }

  async #serve(socket: Socket): Promise<void> {
    const { end, close, intruder } = this.#kinds;
    const { connections } = this.#traffic;
    if (this.#closing) {
      this.#kit.emit(intruder, connections, 0, 0);
      socket.destroy();
      return;
    }
    // What went wrong is told by `close`.
    socket.on('error', () => {});
    const closed = new Promise<boolean>((resolve) => {
      socket.once('close', resolve);
    });
    const key = await this.#converse(socket);
    if (!socket.destroyed) {
      this.#kit.emit(end, key, 0, 0);
      socket.end();
      this.#over++;
    }
    // The silent ones are cut when all others are through, however that came.
    if (wayOf(key) !== 'silent' && ++this.#through === this.#traffic.talking) this.#othersOver.set();
    this.#kit.emit(close, key, 0, (await closed) ? 1 : 0);
  }

  /** Answers until the client ends, or the connection is no more: how it went is told by `close`. */
  async #converse(socket: Socket): Promise<number> {
    const { bytes, half } = this.#traffic;
    let key = 0;
    let id = 0;
    let came = 0;
    let rest: Buffer = Buffer.alloc(0);
    try {
      for await (const chunk of chunksOf(socket)) {
        const before = came;
        came += chunk.length;
        rest = Buffer.concat([rest, chunk]);
        if (before < 4 && came >= 4) {
          key = rest.readUInt32LE(0);
          this.#kit.emit(this.#kinds.open, key, 0, 0);
        }
        if (before < half && came >= half && wayOf(key) === 'half-asked') this.#isInPlace();
        for (; rest.length >= bytes; rest = rest.subarray(bytes))
          await this.#answer(socket, key, id++, rest.subarray(0, bytes));
      }
    } catch {
      socket.destroy();
    }
    return key;
  }

  async #answer(socket: Socket, key: number, id: number, request: Buffer): Promise<void> {
    const { request: came, answered } = this.#kinds;
    const { bytes, half } = this.#traffic;
    const way = wayOf(key);
    this.#kit.emit(came, key, id, this.#kit.crc32(request));
    if (way === 'silent') this.#silent.push(() => this.#cut(socket, key));
    if (way === 'answering') {
      socket.write(request.subarray(0, half));
      this.#isInPlace();
      await this.#mayFinish.wait();
      socket.write(request.subarray(half));
    } else socket.write(request);
    this.#kit.emit(answered, key, id, bytes);
    if (way !== 'half-asked' && way !== 'answering' && id === 0) this.#isInPlace();
  }

  #cut(socket: Socket, key: number): void {
    this.#kit.emit(this.#kinds.cut, key, 0, 0);
    this.#over++;
    socket.destroy();
  }

  #isInPlace(): void {
    if (++this.#inPlace === this.#traffic.connections) this.#allInPlace.set();
  }
}
