// What all styles of io_fanout.tcp_echo share: how much goes to and fro, and what a message looks like.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';

/** Room for all connections of a round at once: whoever finds none tries again after a second. */
export const BACKLOG = 1024;

export interface Traffic {
  readonly connections: number;
  readonly messages: number;
  readonly bytes: number;
  readonly pipeline: number;
}

export function trafficOf(params: Parameters): Traffic {
  const bytes = Number(params['bytes']);
  const pipeline = Number(params['pipeline']);
  if (bytes < 16) throw new RangeError('a message needs 16 bytes for its header');
  if (pipeline < 1) throw new RangeError('at least one message must be under way');
  return {
    connections: Number(params['connections']),
    messages: Number(params['messages']),
    bytes,
    pipeline,
  };
}

/** Nonce, connection and message as a header, then the nonce over and over. */
export function template(kit: Kit, key: number, bytes: number): Buffer {
  const message = Buffer.alloc(bytes, kit.nonce, 'hex');
  message.writeUInt32LE(key, 8);
  return message;
}

export function connectTo(server: Endpoint): Socket {
  const { host, port } = tcpOf(server);
  return connect({ host, port, noDelay: true });
}

export function tcpOf(server: Endpoint): Extract<Endpoint, { kind: 'tcp' }> {
  if (server.kind !== 'tcp') throw new RangeError('io_fanout.tcp_echo needs a TCP endpoint');
  return server;
}
