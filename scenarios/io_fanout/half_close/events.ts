// io_fanout.half_close with events: the listener of `end` answers, on a socket that may stay half open.
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { announce, tcpEndpoint } from '../shared/sockets.ts';
import { HeldLoop } from './held_loop.ts';

type Kinds = Record<'open' | 'end' | 'reply' | 'close', number>;

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  const connections = Number(params['connections']);
  const held = new HeldLoop(params, kit);
  let closed = 0;
  let onClosed: () => void = () => {};
  // By default a Node server ends its own side when the client ends its own, and the reply would have nowhere to go.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    serve(socket, kit, held, () => {
      closed++;
      onClosed();
    }),
  );

  const round = (resolve: (operations: number) => void, reject: (error: Error) => void): void => {
    closed = 0;
    held.beginRound();
    let called = false;
    onClosed = () => {
      if (called && closed === connections) resolve(closed);
    };
    callPeers(
      kit,
      () => {
        called = true;
        onClosed();
      },
      reject,
    );
  };

  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', connections, () => {
      announce(server, kit);
      const close = (): void => {
        server.close();
        held.close();
      };
      resolve({ round: () => new Promise(round), close });
    });
  });
}

function serve(socket: Socket, kit: Kit, held: HeldLoop, done: () => void): void {
  const { open, end, reply, close } = kit.kinds as Kinds;
  const chunks: Buffer[] = [];
  let length = 0;
  let key = 0;
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    const before = length;
    length += chunk.length;
    if (before < 4 && length >= 4) {
      key = Buffer.concat(chunks).readUInt32LE(0);
      kit.emit(open, key, 0, 0);
    }
    held.grew(before, length);
  });
  socket.on('end', () => {
    const request = Buffer.concat(chunks);
    kit.emit(end, key, 0, kit.crc32(request));
    socket.end(request);
    kit.emit(reply, key, 0, request.length);
  });
  // What went wrong is told by `close`.
  socket.on('error', () => {});
  socket.on('close', (hadError) => {
    kit.emit(close, key, 0, hadError ? 1 : 0);
    done();
  });
}

/** The harness's clients call when somebody connects here; they are through when this connection ends. */
function callPeers(kit: Kit, done: () => void, failed: (error: Error) => void): void {
  const { host, port } = tcpEndpoint(kit, 'peer');
  connect(port, host).once('end', done).once('error', failed).resume();
}
