// io_fanout.shutdown with events: the server's callback of `close` says when it is closed.
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { callClients, trafficOf, wayOf } from './ways.ts';
import type { ShutdownKinds, ShutdownTraffic } from './ways.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const traffic = trafficOf(params);
  return {
    round: () => new Promise((resolve, reject) => new Round(kit, traffic, resolve, reject).begin()),
    close() {},
  };
}

/** One server from its first connection to its last. */
class Round {
  readonly #kit: Kit;
  readonly #kinds: ShutdownKinds;
  readonly #traffic: ShutdownTraffic;
  readonly #resolve: (operations: number) => void;
  readonly #reject: (error: Error) => void;
  readonly #server: Server;
  readonly #held: (() => void)[] = [];
  readonly #silent: (() => void)[] = [];
  readonly #through = new Set<number>();
  #peer: Socket | null = null;
  #closing = false;
  #inPlace = 0;
  #over = 0;
  /** Connections, the server and the harness's clients. */
  #left: number;

  constructor(
    kit: Kit,
    traffic: ShutdownTraffic,
    resolve: (operations: number) => void,
    reject: (error: Error) => void,
  ) {
    this.#kit = kit;
    this.#kinds = kit.kinds as ShutdownKinds;
    this.#traffic = traffic;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#left = traffic.connections + 2;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  begin(): void {
    this.#server.listen(0, '127.0.0.1', this.#traffic.connections, () => {
      this.#peer = callClients(this.#server, this.#kit)
        .once('error', this.#reject)
        .once('end', () => this.#done());
    });
  }

  #accept(socket: Socket): void {
    const { connections } = this.#traffic;
    if (this.#closing) {
      this.#kit.emit(this.#kinds.intruder, connections, 0, 0);
      socket.destroy();
      return;
    }
    let key = 0;
    let id = 0;
    let came = 0;
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      const before = came;
      came += chunk.length;
      rest = Buffer.concat([rest, chunk]);
      if (before < 4 && came >= 4) {
        key = rest.readUInt32LE(0);
        this.#kit.emit(this.#kinds.open, key, 0, 0);
      }
      const { bytes, half } = this.#traffic;
      if (before < half && came >= half && wayOf(key) === 'half-asked') this.#isInPlace();
      for (; rest.length >= bytes; rest = rest.subarray(bytes))
        this.#answer(socket, key, id++, rest.subarray(0, bytes));
    });
    socket.on('end', () => {
      this.#kit.emit(this.#kinds.end, key, 0, 0);
      this.#over++;
      socket.end();
      this.#hasSpoken(key);
    });
    // What went wrong is told by `close`.
    socket.on('error', () => {});
    socket.on('close', (hadError) => {
      this.#kit.emit(this.#kinds.close, key, 0, hadError ? 1 : 0);
      this.#hasSpoken(key);
      this.#done();
    });
  }

  /** The silent ones are cut when all others are through, however that came. */
  #hasSpoken(key: number): void {
    if (wayOf(key) === 'silent' || this.#through.has(key)) return;
    this.#through.add(key);
    if (this.#through.size === this.#traffic.talking) for (const cut of this.#silent) cut();
  }

  #answer(socket: Socket, key: number, id: number, request: Buffer): void {
    const { request: came, answered, cut } = this.#kinds;
    const { bytes, half } = this.#traffic;
    const way = wayOf(key);
    this.#kit.emit(came, key, id, this.#kit.crc32(request));
    const finish = (from: number): void => {
      socket.write(request.subarray(from));
      this.#kit.emit(answered, key, id, bytes);
    };
    if (way === 'answering') {
      socket.write(request.subarray(0, half));
      this.#held.push(() => finish(half));
    } else finish(0);
    if (way === 'silent')
      this.#silent.push(() => {
        this.#kit.emit(cut, key, 0, 0);
        this.#over++;
        socket.destroy();
      });
    if (way !== 'half-asked' && id === 0) this.#isInPlace();
  }

  #isInPlace(): void {
    const { connections } = this.#traffic;
    if (++this.#inPlace < connections) return;
    const { closing, closed } = this.#kinds;
    this.#closing = true;
    this.#kit.emit(closing, connections, 0, connections - this.#over);
    this.#server.close(() => {
      this.#kit.emit(closed, connections + 1, 0, connections - this.#over);
      this.#done();
    });
    // A server that waits for nobody has said so before the clients go on.
    setImmediate(() => setImmediate(() => this.#goOn()));
  }

  #goOn(): void {
    this.#peer?.write('!');
    for (const finish of this.#held) finish();
  }

  #done(): void {
    if (--this.#left === 0) this.#resolve(this.#traffic.connections);
  }
}
