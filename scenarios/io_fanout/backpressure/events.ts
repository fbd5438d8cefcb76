// io_fanout.backpressure with events: a refused write pauses the source, `drain` resumes it.
import { connect } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { unixPath } from '../shared/sockets.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const megabytes = Number(params['megabytes']);
  const { end, close, peak } = kit.kinds as Record<'end' | 'close' | 'peak', number>;

  const relay = (resolve: (operations: number) => void, reject: (error: Error) => void): void => {
    const sink = connect(unixPath(kit, 'sink'));
    const source = connect(unixPath(kit, 'source'));
    let digest = 0;
    let most = 0;
    let bytes = 0;
    source.on('data', (chunk) => {
      digest = kit.crc32(chunk, digest);
      bytes += chunk.length;
      if (!sink.write(chunk)) source.pause();
      most = Math.max(most, sink.writableLength);
    });
    sink.on('drain', () => source.resume());
    source.on('end', () => {
      kit.emit(end, 0, 0, digest);
      sink.end();
    });
    sink.on('close', () => {
      kit.emit(peak, 0, 0, most);
      kit.emit(close, 0, 0, bytes);
      resolve(megabytes);
    });
    for (const socket of [source, sink]) socket.on('error', reject);
    sink.resume();
  };

  return { round: () => new Promise(relay), close() {} };
}
