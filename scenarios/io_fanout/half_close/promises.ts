// io_fanout.half_close with promises: a server that collects with `for await` and answers after the loop.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { announce, callPeers } from '../shared/sockets.ts';
import { HeldLoop } from './held_loop.ts';

type Kinds = Record<'open' | 'end' | 'reply' | 'close', number>;

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const connections = Number(params['connections']);
  const held = new HeldLoop(params, kit);
  let served: Promise<void>[] = [];
  let allCame: () => void = () => {};
  // By default a Node server ends its own side when the client ends its own, and the reply would have nowhere to go.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    served.push(serve(socket, kit, held));
    if (served.length === connections) allCame();
  });
  server.listen(0, '127.0.0.1', connections);
  await once(server, 'listening');
  announce(server, kit);

  return {
    async round() {
      served = [];
      held.beginRound();
      const complete = new Promise<void>((resolve) => {
        allCame = resolve;
      });
      await Promise.all([callPeers(kit), complete]);
      await Promise.all(served);
      return served.length;
    },
    close() {
      server.close();
      held.close();
    },
  };
}

async function serve(socket: Socket, kit: Kit, held: HeldLoop): Promise<void> {
  const { open, end, reply, close } = kit.kinds as Kinds;
  // What went wrong is told by `close`.
  socket.on('error', () => {});
  const closed = new Promise<boolean>((resolve) => {
    socket.once('close', resolve);
  });
  const request = await collect(socket, held, (key) => kit.emit(open, key, 0, 0));
  const key = request.readUInt32LE(0);
  kit.emit(end, key, 0, kit.crc32(request));
  socket.end(request);
  kit.emit(reply, key, 0, request.length);
  kit.emit(close, key, 0, (await closed) ? 1 : 0);
}

/** Everything up to the client's end. The key stands in the first four bytes. */
async function collect(socket: Socket, held: HeldLoop, onKey: (key: number) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    const before = length;
    length += chunk.length;
    if (before < 4 && length >= 4) onKey(Buffer.concat(chunks).readUInt32LE(0));
    held.grew(before, length);
  }
  return Buffer.concat(chunks);
}
