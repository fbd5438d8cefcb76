// io_fanout.udp with promises: answers are iterated over with `for await`, and each makes room for the next datagram.
import { createSocket } from 'node:dgram';
import { on, once } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { addressOf, datagramsOf } from './datagrams.ts';

/** Keys of the trace. */
const RECEIVED = 0;
const SENT = 1;
const RECEIVED_EMPTY = 2;

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const { ids, window, isEmpty, bytesOf, idOf, mark, isMark } = datagramsOf(params, kit);
  const {
    sent,
    received,
    received_empty: empty,
  } = kit.kinds as Record<'sent' | 'received' | 'received_empty', number>;
  const { host, port } = addressOf(kit.endpoint('peer'));
  const socket = createSocket('udp4');
  socket.connect(port, host);
  await once(socket, 'connect');

  return {
    async round() {
      const answers = on(socket, 'message') as AsyncIterable<[Buffer]>;
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
      sendMore();
      for await (const [answer] of answers) {
        const id = idOf(answer);
        if (isMark(id)) break;
        if (isEmpty(id)) kit.emit(empty, RECEIVED_EMPTY, id, kit.crc32(answer));
        else kit.emit(received, RECEIVED, id, kit.crc32(answer));
        if (isEmpty(id)) continue;
        underWay--;
        sendMore();
      }
      return ids.length;
    },
    close() {
      socket.close();
    },
  };
}
