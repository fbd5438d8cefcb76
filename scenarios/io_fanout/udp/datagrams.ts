// What all styles of io_fanout.udp share: the datagrams of a round, the mark behind them, and how many are under way at once.
import type { Socket } from 'node:dgram';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { tcpEndpoint } from '../shared/sockets.ts';

/** Keys of the trace. */
const RECEIVED = 0;
const SENT = 1;
const RECEIVED_EMPTY = 2;

/** The number of the datagram that comes back as it is: by then everything before it has been answered, or never will be. */
const MARK = 0xffffffff;
const HEADER_BYTES = 16;
const ID_OFFSET = 12;
/** Behind the header there must be something to mask. */
const SHORTEST_BYTES = 24;

interface Datagrams {
  /** All but the mark, in the order in which they are sent: the empty ones are spread over the others. */
  readonly ids: readonly number[];
  readonly window: number;
  readonly isEmpty: (id: number) => boolean;
  readonly bytesOf: (id: number) => Buffer;
  /** The number that an answer says; that of the empty ones when it says nothing. */
  readonly idOf: (answer: Buffer) => number;
  readonly mark: Buffer;
  readonly isMark: (id: number) => boolean;
}

function datagramsOf(params: Parameters, kit: Kit): Datagrams {
  const [count, empty, bytes, largest, window] = ['datagrams', 'empty', 'bytes', 'largest', 'window'].map(
    (name) => Number(params[name]),
  ) as [number, number, number, number, number];
  if (bytes < SHORTEST_BYTES) throw new RangeError(`a datagram needs ${SHORTEST_BYTES} bytes`);
  if (empty >= count) throw new RangeError('there must be more datagrams than empty ones');
  const withHeader = (id: number, length: number): Buffer => {
    const datagram = Buffer.alloc(length, kit.nonce, 'hex');
    datagram.writeUInt32LE(0, 8);
    datagram.writeUInt32LE(id, ID_OFFSET);
    return datagram;
  };
  return {
    ids: spread(count, empty),
    window,
    isEmpty: (id) => id === count,
    bytesOf: (id) => (id === count ? Buffer.alloc(0) : withHeader(id, id === count - 1 ? largest : bytes)),
    idOf: (answer) => (answer.length < HEADER_BYTES ? count : answer.readUInt32LE(ID_OFFSET)),
    mark: withHeader(MARK, HEADER_BYTES),
    isMark: (id) => id === MARK,
  };
}

/** The empty ones all have the number behind the last. */
function spread(count: number, empty: number): number[] {
  const every = Math.floor(count / (empty + 1));
  return Array.from({ length: count }, (_, id) => {
    const turn = (id + 1) / every;
    return Number.isInteger(turn) && turn <= empty ? [id, count] : [id];
  }).flat();
}

/** The endpoint names a port; datagrams go to the UDP port with that number. */
export const addressOf = (kit: Kit): { readonly host: string; readonly port: number } =>
  tcpEndpoint(kit, 'peer');

export interface Exchange {
  /** Sends what the window holds. The answer is the number of datagrams. */
  begin(): number;
  /** Takes an answer, which makes room for the next datagram; false when it is the mark, which ends the pass. */
  goesOn(answer: Buffer): boolean;
}

/** One pass over the datagrams after the other, a window of them under way at once. */
export function exchangeOf(params: Parameters, kit: Kit, socket: Socket): Exchange {
  const { ids, window, isEmpty, bytesOf, idOf, mark, isMark } = datagramsOf(params, kit);
  const {
    sent,
    received,
    received_empty: empty,
  } = kit.kinds as Record<'sent' | 'received' | 'received_empty', number>;
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
  return {
    begin() {
      next = 0;
      underWay = 0;
      sendMore();
      return ids.length;
    },
    goesOn(answer) {
      const id = idOf(answer);
      if (isMark(id)) return false;
      if (isEmpty(id)) {
        kit.emit(empty, RECEIVED_EMPTY, id, kit.crc32(answer));
        return true;
      }
      kit.emit(received, RECEIVED, id, kit.crc32(answer));
      underWay--;
      sendMore();
      return true;
    },
  };
}
