// dispatch.iterate with promises: `for await` over `events.on`, which buffers what its consumer has not asked for yet.
import { EventEmitter, on } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeFeed } from './feed.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const feed = makeFeed(params, kit);
  const emitter = new EventEmitter<{ item: [value: number]; end: [] }>();

  const consume = async (items: AsyncIterable<unknown[]>): Promise<void> => {
    for await (const [value] of items) feed.consume(Number(value));
  };

  const produce = async (): Promise<void> => {
    for (let burst = 0; burst < feed.bursts; burst++) {
      for (let i = 0; i < feed.perBurst; i++) emitter.emit('item', feed.produce());
      await feed.drained();
    }
    emitter.emit('end');
  };

  return {
    async round() {
      feed.begin();
      await Promise.all([consume(on(emitter, 'item', { close: ['end'] })), produce()]);
      return feed.end();
    },
    close() {
      emitter.removeAllListeners();
    },
  };
}
