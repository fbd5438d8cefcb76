// dispatch.broadcast with promises: a channel for each subscriber; the publisher awaits room in each of them.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { Channel } from './channel.ts';

type Message = { readonly value: number } | 'end';

export function open(params: Parameters, kit: Kit): Workload {
  const subscribers = Number(params['subscribers']);
  const messages = Number(params['messages']);
  const bound = Number(params['bound']);
  const slowTurns = Number(params['slowTurns']);
  const seed = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8, 16), 16);
  const { publish, deliver, end, peak } = kit.kinds as Record<'publish' | 'deliver' | 'end' | 'peak', number>;

  const publisher = async (channels: readonly Channel<Message>[]): Promise<void> => {
    for (let id = 0; id < messages; id++) {
      const message = { value: Math.imul(seed ^ id, 0x9e3779b1) >>> 0 };
      kit.emit(publish, 0, id, message.value);
      for (const channel of channels) await channel.put(message);
    }
    for (const channel of channels) await channel.put('end');
  };

  const subscriber = async (channel: Channel<Message>, key: number): Promise<void> => {
    for (let id = 0; ; id++) {
      const message = await channel.take();
      if (message === 'end') {
        kit.emit(end, key, id, 0);
        return;
      }
      kit.emit(deliver, key, id, message.value);
      if (key === 1) for (let turn = 0; turn < slowTurns; turn++) await nextTurn();
    }
  };

  return {
    async round() {
      const channels = Array.from({ length: subscribers }, () => new Channel<Message>(bound));
      const readers = channels.map((channel, index) => subscriber(channel, index + 1));
      await Promise.all([publisher(channels), ...readers]);
      for (const [index, channel] of channels.entries()) kit.emit(peak, index + 1, 0, channel.peak);
      return subscribers * messages;
    },
    close() {},
  };
}
