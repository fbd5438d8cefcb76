// io_fanout.udp with events: the listener of `message` makes room for the next datagram.
import { createSocket } from 'node:dgram';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { addressOf, exchangeOf } from './datagrams.ts';

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  const { host, port } = addressOf(kit);
  const socket = createSocket('udp4');
  const exchange = exchangeOf(params, kit, socket);

  const play = (resolve: (operations: number) => void): void => {
    const came = (answer: Buffer): void => {
      if (exchange.goesOn(answer)) return;
      socket.off('message', came);
      resolve(count);
    };
    socket.on('message', came);
    const count = exchange.begin();
  };

  return new Promise((resolve) => {
    socket.connect(port, host, () =>
      resolve({ round: () => new Promise(play), close: () => void socket.close() }),
    );
  });
}
