// What all styles of io_fanout.shutdown share: what a client is doing when the server is told to close, and how to say so.
import { connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { tcpEndpoint } from '../shared/sockets.ts';

export type ShutdownKinds = Record<
  'open' | 'request' | 'answered' | 'end' | 'cut' | 'close' | 'closing' | 'closed' | 'intruder',
  number
>;

/** By the remainder of the key, as the harness's clients do. */
const WAYS = ['idle', 'half-asked', 'answering', 'silent'] as const;
export type WayToClose = (typeof WAYS)[number];

export interface ShutdownTraffic {
  readonly connections: number;
  /** The connections that end by themselves. */
  readonly talking: number;
  readonly bytes: number;
  /** The bytes of a request, or of its answer, that go before the server is told to close. */
  readonly half: number;
}

export function trafficOf(params: Parameters): ShutdownTraffic {
  const bytes = Number(params['bytes']);
  if (bytes < 16) throw new RangeError('half a request needs 8 bytes for its header');
  const each = Number(params['each']);
  return {
    connections: each * WAYS.length,
    talking: each * (WAYS.length - 1),
    bytes,
    half: Math.floor(bytes / 2),
  };
}

export function wayOf(key: number): WayToClose {
  return WAYS[key % WAYS.length] as WayToClose;
}

/** The harness's clients come when they have been told the port; they go on at one more byte, and this connection ends when they are through. */
export function callClients(server: Server, kit: Kit): Socket {
  const { host, port } = tcpEndpoint(kit, 'peer');
  const peer = connect({ host, port, noDelay: true });
  const own = Buffer.alloc(2);
  own.writeUInt16LE((server.address() as AddressInfo).port);
  peer.write(own);
  return peer.resume();
}
