// The stimulus `relay`: a source that sends as fast as it can, and a sink that reads nothing until the source can send no more.
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { relayChunks } from '../../contract/peer-stimulus.ts';
import type { Endpoint } from '../../contract/message.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { allOrNothing } from './all-or-nothing.ts';
import type { WitnessContext } from './context.ts';
import type { ArmedWitness } from './port.ts';
import { leaving } from './unused.ts';

type Relay = Extract<Stimulus, { kind: 'relay' }>;
type RelayRecord = Extract<WitnessRecord, { kind: 'relay' }>;

const NOTHING: RelayRecord = {
  kind: 'relay',
  takenBytes: 0,
  bytesSent: 0,
  digestSent: 0,
  bytesReceived: 0,
  digestReceived: 0,
};

/**
 * Unix sockets, whose buffers are fixed (some 200 KiB each way): TCP on loopback grows its own to ten megabytes and more, and a
 * relay that hoards could not be told from a kernel that does.
 */
export async function openRelay(stimulus: Relay, context: WitnessContext): Promise<ArmedWitness> {
  const sockets = new Set<Socket>();
  let chunks: readonly Uint8Array[] = [];
  let running: Promise<RelayRecord> | null = null;
  let waiting: { source: Socket | null; sink: Socket | null } = { source: null, sink: null };

  const come = (which: 'source' | 'sink', socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.setTimeout(context.patienceMs, () => socket.destroy());
    waiting = { ...waiting, [which]: socket };
    const { source, sink } = waiting;
    if (source === null || sink === null) return;
    waiting = { source: null, sink: null };
    running = relay(source, sink, chunks, stimulus.stallMs);
  };

  const servers = {
    source: createServer({}, (socket) => come('source', socket)),
    sink: createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => come('sink', socket)),
  };
  const disarm = async (): Promise<void> => {
    const closed = [servers.source, servers.sink].map(closeServer);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  };
  const listening = async () => ({
    source: await listenAt(servers.source, join(context.directory, 'source.sock')),
    sink: await listenAt(servers.sink, join(context.directory, 'sink.sock')),
  });
  return {
    endpoints: await allOrNothing(listening, disarm),
    listening: async () => {},
    async beforeRound(round) {
      chunks = relayChunks(context.secret, round, stimulus.chunks, stimulus.chunkBytes);
      running = null;
      return {};
    },
    async afterRound() {
      if (running !== null) return running;
      const missing = (['source', 'sink'] as const).filter((name) => waiting[name] === null);
      return missing.reduce((record, name) => leaving(record, name, 'connection'), NOTHING as WitnessRecord);
    },
    disarm,
  };
}

async function relay(
  source: Socket,
  sink: Socket,
  chunks: readonly Uint8Array[],
  stallMs: number,
): Promise<RelayRecord> {
  const received = drain(sink);
  const sent = await pump(source, chunks, stallMs, () => sink.resume());
  return { kind: 'relay', ...sent, ...(await received) };
}

/** Chunk by chunk, so that what has really left is known; `onStall` comes exactly once. */
async function pump(
  source: Socket,
  chunks: readonly Uint8Array[],
  stallMs: number,
  onStall: () => void,
): Promise<Pick<RelayRecord, 'takenBytes' | 'bytesSent' | 'digestSent'>> {
  let bytesSent = 0;
  let digestSent = 0;
  let takenBytes: number | null = null;
  const stand = (): void => {
    if (takenBytes !== null) return;
    takenBytes = bytesSent;
    onStall();
  };
  const stall = setTimeout(stand, stallMs);
  for (const chunk of chunks) {
    if (!(await written(source, chunk))) break;
    bytesSent += chunk.length;
    digestSent = crc32(chunk, digestSent);
    if (takenBytes === null) stall.refresh();
  }
  clearTimeout(stall);
  stand();
  source.end();
  return { takenBytes: takenBytes ?? 0, bytesSent, digestSent };
}

/** False when the relay is gone: what a destroyed socket still had to write ends with an error. */
function written(source: Socket, chunk: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    source.write(chunk, (error) => resolve(error === null || error === undefined));
  });
}

function drain(sink: Socket): Promise<Pick<RelayRecord, 'bytesReceived' | 'digestReceived'>> {
  let bytesReceived = 0;
  let digestReceived = 0;
  sink.on('data', (chunk) => {
    bytesReceived += chunk.length;
    digestReceived = crc32(chunk, digestReceived);
  });
  sink.pause();
  return new Promise((resolve) => {
    sink.once('end', () => sink.end());
    sink.once('close', () => resolve({ bytesReceived, digestReceived }));
  });
}

async function listenAt(server: Server, path: string): Promise<Endpoint> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return { kind: 'unix', path };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
