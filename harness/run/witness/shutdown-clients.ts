// The stimulus `shutdown`: clients that are idle, half-asked, answered or silent when the workload's server is told to close, and one that comes late.
import { connect } from 'node:net';
import { SHUTDOWN_WAYS, halfOf, messageOf, shutdownWay } from '../../contract/peer-stimulus.ts';
import type { ShutdownWay } from '../../contract/peer-stimulus.ts';
import type { Endpoint } from '../../contract/message.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { ClientTally, WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { openGate } from './gate.ts';
import { LOOPBACK } from './listen.ts';
import type { ArmedWitness } from './port.ts';
import { TcpClient } from './tcp-client.ts';
import { leaving } from './unused.ts';

type Shutdown = Extract<Stimulus, { kind: 'shutdown' }>;
type Tcp = Extract<Endpoint, { kind: 'tcp' }>;
type ShutdownRecord = Extract<WitnessRecord, { kind: 'shutdown' }>;

const PORT_BYTES = 2;
const NOTHING: ShutdownRecord = { kind: 'shutdown', clients: [], late: 'never-sent' };

/**
 * The workload connects to `peer` and says there in two bytes (little-endian) on which port of loopback it listens: the clients connect. A
 * third byte says that the server has been told to close: one more client knocks, then the others go on. The connection ends when all are through.
 */
export async function openShutdownClients(
  { each, bytes }: Shutdown,
  { secret, patienceMs }: WitnessContext,
): Promise<ArmedWitness> {
  let current = 0;
  let record = NOTHING;
  const gate = await openGate(async (listen) => {
    const port = await listen(PORT_BYTES);
    if (port === null) return;
    const target: Tcp = { kind: 'tcp', host: LOOPBACK, port: port.readUInt16LE(0) };
    let tell: () => void = () => {};
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const playing = Array.from({ length: each * SHUTDOWN_WAYS.length }, (_, key) =>
      play(new TcpClient(target, patienceMs), shutdownWay(key), told, (id) =>
        messageOf(secret, current, key, id, bytes),
      ),
    );
    const closing = await listen(1);
    const late = closing === null ? 'never-sent' : await knock(target);
    tell();
    record = { kind: 'shutdown', clients: await Promise.all(playing), late };
  });
  return {
    endpoints: { peer: gate.endpoint },
    listening: async () => {},
    async beforeRound(round) {
      current = round;
      record = NOTHING;
      return {};
    },
    async afterRound() {
      await gate.idle(patienceMs);
      if (!gate.visited()) return leaving(record, 'peer', 'connection');
      return record === NOTHING ? leaving(record, 'peer', 'request') : record;
    },
    disarm: () => gate.close(),
  };
}

async function play(
  client: TcpClient,
  way: ShutdownWay,
  told: Promise<void>,
  content: (id: number) => Uint8Array,
): Promise<ClientTally> {
  const request = content(0);
  const half = halfOf(request.length);
  client.send(way === 'half-asked' ? request.subarray(0, half) : request);
  await told;
  if (way === 'half-asked') client.send(request.subarray(half));
  if (way === 'idle') client.send(content(1));
  if (way === 'silent') await client.ended();
  else {
    await client.answered();
    await client.end();
  }
  return client.tally();
}

/** Says nothing: whoever is let in has gone too far already. */
function knock({ host, port }: Tcp): Promise<ShutdownRecord['late']> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.resetAndDestroy();
      resolve('accepted');
    });
    socket.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'failed'),
    );
  });
}
