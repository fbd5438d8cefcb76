// dispatch.broadcast with streams: a writable for each subscriber; the publisher waits for `drain` where one is full.
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const subscribers = Number(params['subscribers']);
  const messages = Number(params['messages']);
  const bound = Number(params['bound']);
  const slowTurns = Number(params['slowTurns']);
  const seed = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8, 16), 16);
  const { publish, deliver, end, peak } = kit.kinds as Record<'publish' | 'deliver' | 'end' | 'peak', number>;

  const dawdle = (turns: number, done: () => void): void => {
    if (turns === 0) done();
    else setImmediate(dawdle, turns - 1, done);
  };

  const subscriber = (key: number): Writable => {
    let id = 0;
    return new Writable({
      objectMode: true,
      highWaterMark: bound,
      write(value: number, _, done) {
        kit.emit(deliver, key, id++, value);
        dawdle(key === 1 ? slowTurns : 0, done);
      },
      final(done) {
        kit.emit(end, key, id, 0);
        done();
      },
    });
  };

  const publisher = async (streams: readonly Writable[], peaks: number[]): Promise<void> => {
    for (let id = 0; id < messages; id++) {
      const value = Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
      kit.emit(publish, 0, id, value);
      for (const [index, stream] of streams.entries()) {
        if (stream.writableNeedDrain) await once(stream, 'drain');
        stream.write(value);
        peaks[index] = Math.max(peaks[index] ?? 0, stream.writableLength);
      }
    }
    for (const stream of streams) stream.end();
  };

  return {
    async round() {
      const streams = Array.from({ length: subscribers }, (_, index) => subscriber(index + 1));
      const peaks = streams.map(() => 0);
      const ends = streams.map((stream) => finished(stream));
      await Promise.all([publisher(streams, peaks), ...ends]);
      for (const [index, most] of peaks.entries()) kit.emit(peak, index + 1, 0, most);
      return subscribers * messages;
    },
    close() {},
  };
}
