// io_fanout.reset with promises: a server that iterates over its sockets with `for await`, which throws what went wrong.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { announce, callPeers, tcpEndpoint } from '../shared/sockets.ts';
import { failureNumber, RESET } from './failure_number.ts';

type Kinds = Record<
  'open' | 'message' | 'failed' | 'end' | 'close' | 'stranger' | 'refused' | 'truncated',
  number
>;

/** Key and number of a message. */
const HEADER_BYTES = 8;

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const connections = Number(params['connections']);
  const bytes = Number(params['bytes']);
  const strangers = Number(params['strangers']);
  const refusals = Number(params['refusals']);
  if (bytes < HEADER_BYTES) throw new RangeError(`a message needs ${HEADER_BYTES} bytes for its header`);
  let served: Promise<void>[] = [];
  let allCame: () => void = () => {};
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    served.push(serve(socket, bytes, connections, kit));
    if (served.length === connections + strangers) allCame();
  });
  server.listen(0, '127.0.0.1', connections + strangers);
  await once(server, 'listening');
  announce(server, kit);

  return {
    async round() {
      served = [];
      const complete = new Promise<void>((resolve) => {
        allCame = resolve;
      });
      const refused = Array.from({ length: refusals }, (_, id) => beRefused(id, connections + 1, kit));
      await Promise.all([callPeers(kit), complete, ...refused]);
      await Promise.all(served);
      return served.length + refusals;
    },
    close() {
      server.close();
    },
  };
}

async function serve(socket: Socket, bytes: number, nobody: number, kit: Kit): Promise<void> {
  const kinds = kit.kinds as Kinds;
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  let key: number | null = null;
  let rest: Buffer = Buffer.alloc(0);
  let failure = 0;
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      rest = Buffer.concat([rest, chunk]);
      for (; rest.length >= bytes; rest = rest.subarray(bytes)) {
        const message = rest.subarray(0, bytes);
        if (key === null) kit.emit(kinds.open, message.readUInt32LE(0), 0, 0);
        key = message.readUInt32LE(0);
        kit.emit(kinds.message, key, message.readUInt32LE(4), kit.crc32(message));
        socket.write(message);
      }
    }
    if (rest.length > 0) {
      failure = RESET;
      kit.emit(kinds.truncated, key ?? nobody, 0, rest.length);
    }
    socket.end();
  } catch (error) {
    failure = failureNumber(error);
  }
  if (key !== null) kit.emit(failure === 0 ? kinds.end : kinds.failed, key, 0, failure);
  await closed;
  if (key !== null) kit.emit(kinds.close, key, 0, 0);
  else kit.emit(kinds.stranger, nobody, 0, failure);
}

async function beRefused(id: number, key: number, kit: Kit): Promise<void> {
  const socket = connectTo(kit, 'nobody');
  const { refused } = kit.kinds as Kinds;
  try {
    await once(socket, 'connect');
    socket.destroy();
    kit.emit(refused, key, id, 0);
  } catch (error) {
    kit.emit(refused, key, id, failureNumber(error));
  }
}

function connectTo(kit: Kit, name: string): Socket {
  const { host, port } = tcpEndpoint(kit, name);
  return connect(port, host);
}
