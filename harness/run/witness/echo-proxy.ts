// The stimulus `echo-proxy`: stands between client and server in traced rounds, so that a server cannot guess a reply, nor serve one connection after the other.
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Endpoint } from '../../contract/message.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { holdFirstReplies } from './first-replies.ts';
import { listen } from './listen.ts';
import type { ArmedWitness } from './port.ts';
import { openProxyConnection } from './proxy-connection.ts';
import type { ProxyConnection, ProxyTally } from './proxy-connection.ts';
import { leaving } from './unused.ts';

const NOTHING: ProxyTally = { bytesToServer: 0, bytesToClient: 0, digestToClient: 0 };

export async function openEchoProxy(
  stimulus: Extract<Stimulus, { kind: 'echo-proxy' }>,
  { secret }: WitnessContext,
): Promise<ArmedWitness> {
  let target: Endpoint | null = null;
  let recording = false;
  let ofThisRound: ProxyConnection[] = [];
  let firstReplies = holdFirstReplies(stimulus.connections);
  const open = new Set<ProxyConnection>();

  const accept = (client: Socket): void => {
    // Outside traced rounds this address is not offered: a connection gets no service.
    if (!recording || target === null) return void client.resetAndDestroy();
    const connection = openProxyConnection(client, target, {
      secret,
      order: ofThisRound.length,
      firstReplies,
    });
    ofThisRound.push(connection);
    open.add(connection);
    void connection.closed.then(() => open.delete(connection));
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
  const endpoint = await listen(server);
  return {
    endpoints: {},
    async listening(endpoints) {
      target = endpoints['server'] ?? null;
    },
    async beforeRound(_round, traced) {
      recording = traced;
      ofThisRound = [];
      firstReplies = holdFirstReplies(stimulus.connections);
      return traced ? { peer: endpoint } : {};
    },
    async afterRound() {
      if (!recording) return null;
      recording = false;
      const connections = byKey(ofThisRound, stimulus.connections);
      const record = { kind: 'echo-proxy', connections, held: firstReplies.held } as const;
      return ofThisRound.length === 0 ? leaving(record, 'peer', 'connection') : record;
    },
    disarm: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of open) connection.abort();
      }),
  };
}

/**
 * Tallies in order of the connection's key. A connection that never came is all zeros; one whose key is out of range or was
 * there before stands behind the others, so that too many connections show as too many entries.
 */
function byKey(
  connections: readonly ProxyConnection[],
  expected: number,
): Extract<WitnessRecord, { kind: 'echo-proxy' }>['connections'] {
  const placed = new Map<number, ProxyTally>();
  const strays: ProxyTally[] = [];
  for (const connection of connections) {
    const { key } = connection;
    const tally = connection.tally();
    if (key === null || key >= expected || placed.has(key)) strays.push(tally);
    else placed.set(key, tally);
  }
  return [...Array.from({ length: expected }, (_, key) => placed.get(key) ?? NOTHING), ...strays];
}
