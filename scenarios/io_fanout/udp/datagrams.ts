// What all styles of io_fanout.udp share: the datagrams of a round, and the mark behind them.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';

/** The number of the datagram that comes back as it is: by then everything before it has been answered, or never will be. */
const MARK = 0xffffffff;
const HEADER_BYTES = 16;
const ID_OFFSET = 12;
/** Behind the header there must be something to mask. */
const SHORTEST_BYTES = 24;

export interface Datagrams {
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

export function datagramsOf(params: Parameters, kit: Kit): Datagrams {
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
export function addressOf(peer: Endpoint | undefined): { readonly host: string; readonly port: number } {
  if (peer?.kind !== 'tcp') throw new RangeError('io_fanout.udp needs the endpoint `peer`');
  return peer;
}
