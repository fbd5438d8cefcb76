// io_fanout.udp with promises: answers are iterated over with `for await`, and each makes room for the next datagram.
import { createSocket } from 'node:dgram';
import { on, once } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { addressOf, exchangeOf } from './datagrams.ts';

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const { host, port } = addressOf(kit);
  const socket = createSocket('udp4');
  const exchange = exchangeOf(params, kit, socket);
  socket.connect(port, host);
  await once(socket, 'connect');

  return {
    async round() {
      const answers = on(socket, 'message') as AsyncIterable<[Buffer]>;
      const count = exchange.begin();
      for await (const [answer] of answers) if (!exchange.goesOn(answer)) break;
      return count;
    },
    close() {
      socket.close();
    },
  };
}
