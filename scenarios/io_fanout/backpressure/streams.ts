// io_fanout.backpressure with streams: a pipeline, which knows how to wait.
import { once } from 'node:events';
import { connect } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { unixPath } from '../shared/sockets.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const megabytes = Number(params['megabytes']);
  const { end, close, peak } = kit.kinds as Record<'end' | 'close' | 'peak', number>;

  return {
    async round() {
      const sink = connect(unixPath(kit, 'sink'));
      const source = connect(unixPath(kit, 'source'));
      const closed = once(sink.resume(), 'close');
      let digest = 0;
      let most = 0;
      let bytes = 0;
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, pass) {
          digest = kit.crc32(chunk, digest);
          bytes += chunk.length;
          most = Math.max(most, sink.writableLength + meter.readableLength + chunk.length);
          pass(null, chunk);
        },
        flush(done) {
          kit.emit(end, 0, 0, digest);
          done();
        },
      });
      await pipeline(source, meter, sink);
      await closed;
      kit.emit(peak, 0, 0, most);
      kit.emit(close, 0, 0, bytes);
      return megabytes;
    },
    close() {},
  };
}
