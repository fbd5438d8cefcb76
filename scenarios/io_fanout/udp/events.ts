// io_fanout.udp with events: the listener of `message` makes room for the next datagram.
import { createSocket } from 'node:dgram';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { addressOf, datagramsOf } from './datagrams.ts';

/** Keys of the trace. */
const RECEIVED = 0;
const SENT = 1;
const RECEIVED_EMPTY = 2;

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  const { ids, window, isEmpty, bytesOf, idOf, mark, isMark } = datagramsOf(params, kit);
  const {
    sent,
    received,
    received_empty: empty,
  } = kit.kinds as Record<'sent' | 'received' | 'received_empty', number>;
  const { host, port } = addressOf(kit.endpoint('peer'));
  const socket = createSocket('udp4');

  const exchange = (resolve: (operations: number) => void): void => {
    let next = 0;
    let underWay = 0;
    /** Empty ones count for nothing here: whether they come back is the question. */
    const sendMore = (): void => {
      while (next < ids.length && underWay < window) {
        const id = ids[next++] ?? 0;
        const datagram = bytesOf(id);
        kit.emit(sent, SENT, id, datagram.length);
        socket.send(datagram);
        if (!isEmpty(id)) underWay++;
      }
      if (underWay === 0) socket.send(mark);
    };
    const came = (answer: Buffer): void => {
      const id = idOf(answer);
      if (isMark(id)) {
        socket.off('message', came);
        return resolve(ids.length);
      }
      if (isEmpty(id)) kit.emit(empty, RECEIVED_EMPTY, id, kit.crc32(answer));
      else kit.emit(received, RECEIVED, id, kit.crc32(answer));
      if (isEmpty(id)) return;
      underWay--;
      sendMore();
    };
    socket.on('message', came);
    sendMore();
  };

  return new Promise((resolve) => {
    socket.connect(port, host, () =>
      resolve({ round: () => new Promise(exchange), close: () => void socket.close() }),
    );
  });
}
