// io_fanout.backpressure with promises: a loop that reads a chunk, writes it, and awaits `drain` when it is told to.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { unixPath } from '../shared/sockets.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const megabytes = Number(params['megabytes']);
  const { end, close, peak } = kit.kinds as Record<'end' | 'close' | 'peak', number>;

  return {
    async round() {
      const sink = await connectTo(unixPath(kit, 'sink'));
      const source = await connectTo(unixPath(kit, 'source'));
      const closed = once(sink.resume(), 'close');
      let digest = 0;
      let most = 0;
      let bytes = 0;
      for await (const chunk of source as AsyncIterable<Buffer>) {
        digest = kit.crc32(chunk, digest);
        bytes += chunk.length;
        const mayGoOn = sink.write(chunk);
        most = Math.max(most, sink.writableLength);
        if (!mayGoOn) await once(sink, 'drain');
      }
      kit.emit(end, 0, 0, digest);
      sink.end();
      await closed;
      kit.emit(peak, 0, 0, most);
      kit.emit(close, 0, 0, bytes);
      return megabytes;
    },
    close() {},
  };
}

async function connectTo(path: string): Promise<Socket> {
  const socket = connect(path);
  await once(socket, 'connect');
  return socket;
}
