// dispatch.iterate with streams: `for await` over a readable into which the items are pushed.
import { Readable } from 'node:stream';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeFeed } from './feed.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const feed = makeFeed(params, kit);

  const consume = async (items: Readable): Promise<void> => {
    for await (const value of items) feed.consume(Number(value));
  };

  const produce = async (items: Readable): Promise<void> => {
    for (let burst = 0; burst < feed.bursts; burst++) {
      for (let i = 0; i < feed.perBurst; i++) items.push(feed.produce());
      await feed.drained();
    }
    items.push(null);
  };

  return {
    async round() {
      feed.begin();
      const items = new Readable({ objectMode: true, highWaterMark: feed.perBurst, read() {} });
      await Promise.all([consume(items), produce(items)]);
      return feed.end();
    },
    close() {},
  };
}
