// dispatch.iterate with events: an emitter and one listener, called at once: there is no buffer.
import { EventEmitter } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeFeed } from './feed.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const feed = makeFeed(params, kit);
  const emitter = new EventEmitter<{ item: [value: number] }>();
  emitter.on('item', (value) => feed.consume(value));

  return {
    async round() {
      feed.begin();
      for (let burst = 0; burst < feed.bursts; burst++) {
        for (let i = 0; i < feed.perBurst; i++) emitter.emit('item', feed.produce());
        await feed.drained();
      }
      return feed.end();
    },
    close() {
      emitter.removeAllListeners();
    },
  };
}
