// io_fanout.reset with events: `error` tells of the reset, and `close` comes after it.
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { announce, tcpEndpoint } from '../shared/sockets.ts';
import { failureNumber, RESET } from './failure_number.ts';

type Kinds = Record<
  'open' | 'message' | 'failed' | 'end' | 'close' | 'stranger' | 'refused' | 'truncated',
  number
>;

/** Key and number of a message. */
const HEADER_BYTES = 8;

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  const connections = Number(params['connections']);
  const bytes = Number(params['bytes']);
  const strangers = Number(params['strangers']);
  const refusals = Number(params['refusals']);
  if (bytes < HEADER_BYTES) throw new RangeError(`a message needs ${HEADER_BYTES} bytes for its header`);
  const operations = connections + strangers + refusals;
  let left = 0;
  let finish: (operations: number) => void = () => {};
  const oneLess = (): void => {
    if (--left === 0) finish(operations);
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    serve(socket, bytes, connections, kit, oneLess),
  );

  const round = (resolve: (operations: number) => void, reject: (error: Error) => void): void => {
    // The connection to the peers counts as one more.
    left = operations + 1;
    finish = resolve;
    for (let id = 0; id < refusals; id++) beRefused(id, connections + 1, kit, oneLess);
    connectTo(kit, 'peer').once('end', oneLess).once('error', reject).resume();
  };

  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', connections + strangers, () => {
      announce(server, kit);
      resolve({ round: () => new Promise(round), close: () => void server.close() });
    });
  });
}

function serve(socket: Socket, bytes: number, nobody: number, kit: Kit, done: () => void): void {
  const kinds = kit.kinds as Kinds;
  let rest: Buffer = Buffer.alloc(0);
  let key: number | null = null;
  let failure = 0;
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (; rest.length >= bytes; rest = rest.subarray(bytes)) {
      const message = rest.subarray(0, bytes);
      if (key === null) kit.emit(kinds.open, message.readUInt32LE(0), 0, 0);
      key = message.readUInt32LE(0);
      kit.emit(kinds.message, key, message.readUInt32LE(4), kit.crc32(message));
      socket.write(message);
    }
  });
  const over = (number: number): void => {
    failure = number;
    if (key !== null) kit.emit(number === 0 ? kinds.end : kinds.failed, key, 0, number);
  };
  socket.on('end', () => {
    if (rest.length > 0) kit.emit(kinds.truncated, key ?? nobody, 0, rest.length);
    over(rest.length > 0 ? RESET : 0);
    socket.end();
  });
  socket.on('error', (error) => over(failureNumber(error)));
  socket.on('close', () => {
    if (key !== null) kit.emit(kinds.close, key, 0, 0);
    else kit.emit(kinds.stranger, nobody, 0, failure);
    done();
  });
}

function beRefused(id: number, key: number, kit: Kit, done: () => void): void {
  const { refused } = kit.kinds as Kinds;
  const socket = connectTo(kit, 'nobody');
  const over = (failure: number): void => {
    kit.emit(refused, key, id, failure);
    socket.destroy();
    done();
  };
  socket.once('connect', () => over(0));
  socket.once('error', (error) => over(failureNumber(error)));
}

function connectTo(kit: Kit, name: string): Socket {
  const { host, port } = tcpEndpoint(kit, name);
  return connect(port, host);
}
