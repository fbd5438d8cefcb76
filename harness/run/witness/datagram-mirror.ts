// The stimulus `datagrams`: answers each datagram by a masked one, an empty one by an empty one, and counts the arrivals.
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { DATAGRAM_HEADER_BYTES, datagramAnswer, MARK } from '../../contract/peer-stimulus.ts';
import type { WitnessContext } from './context.ts';
import { LOOPBACK } from './listen.ts';
import type { ArmedWitness } from './port.ts';
import { leaving } from './unused.ts';

const ID_OFFSET = 12;

export async function openDatagramMirror({ secret }: WitnessContext): Promise<ArmedWitness> {
  const socket = createSocket('udp4');
  const ids = new Set<number>();
  let current = 0;
  let empty = 0;
  let repeated = 0;

  const answerTo = (datagram: Buffer): Uint8Array => {
    if (datagram.length < DATAGRAM_HEADER_BYTES) {
      empty++;
      return datagram;
    }
    const id = datagram.readUInt32LE(ID_OFFSET);
    if (id === MARK) return datagram;
    if (ids.has(id)) repeated++;
    ids.add(id);
    return datagramAnswer(secret, current, id, datagram);
  };

  socket.on('message', (datagram, from) => socket.send(answerTo(datagram), from.port, from.address));
  const port = await bind(socket);
  return {
    endpoints: { peer: { kind: 'tcp', host: LOOPBACK, port } },
    listening: async () => {},
    async beforeRound(round) {
      current = round;
      ids.clear();
      empty = 0;
      repeated = 0;
      return {};
    },
    async afterRound() {
      const record = { kind: 'datagrams', received: ids.size, empty, repeated } as const;
      return ids.size + empty === 0 ? leaving(record, 'peer', 'datagram') : record;
    },
    disarm: () =>
      new Promise((resolve) => {
        socket.close(() => resolve());
      }),
  };
}

async function bind(socket: Socket): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: LOOPBACK, port: 0 }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  return socket.address().port;
}
