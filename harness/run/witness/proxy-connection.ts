// One connection through the echo proxy: masks what goes to the server, passes on what comes back, and keeps count of both.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import type { Endpoint } from '../../contract/message.ts';
import { maskSeed } from '../../contract/stimulus.ts';
import type { FirstReplies } from './first-replies.ts';
import { maskStream } from './mask-stream.ts';

/** Payload headers are nonce (8 bytes), key (4), id (4): this many bytes must be there before the key is known. */
const KEY_OFFSET = 8;
const KEY_END = 12;

export interface ProxyTally {
  readonly bytesToServer: number;
  readonly bytesToClient: number;
  /** CRC-32 of what the server sent back: what the client gets, as soon as all connections have an answer. */
  readonly digestToClient: number;
}

export interface ProxyConnection {
  /** From the header of the first payload; null until it is known. */
  readonly key: number | null;
  tally(): ProxyTally;
  /** Settles when both sides are closed. */
  readonly closed: Promise<void>;
  abort(): void;
}

export interface ProxyOptions {
  readonly secret: number;
  /** Names the mask of a connection that ends before it has shown its key: then no reply can depend on it. */
  readonly order: number;
  readonly firstReplies: FirstReplies;
}

export function openProxyConnection(
  client: Socket,
  target: Endpoint,
  { secret, order, firstReplies }: ProxyOptions,
): ProxyConnection {
  const server = connectTo(target);
  let key: number | null = null;
  let mask: ((chunk: Uint8Array) => void) | null = null;
  let held: Buffer = Buffer.alloc(0);
  let bytesToServer = 0;
  let bytesToClient = 0;
  let digestToClient = 0;

  const forward = (chunk: Buffer, stream: (chunk: Uint8Array) => void): void => {
    mask = stream;
    stream(chunk);
    bytesToServer += chunk.length;
    pass(chunk, client, server);
  };

  client.on('data', (chunk) => {
    if (mask !== null) return forward(chunk, mask);
    held = Buffer.concat([held, chunk]);
    if (held.length < KEY_END) return;
    key = held.readUInt32LE(KEY_OFFSET);
    forward(held, maskStream(maskSeed(secret, key)));
  });
  client.on('end', () => {
    if (mask === null && held.length > 0) forward(held, maskStream(maskSeed(secret, order)));
    server.end();
  });
  passReplies(server, client, firstReplies, (chunk) => {
    bytesToClient += chunk.length;
    digestToClient = crc32(chunk, digestToClient);
  });
  // A reset on one side is a reset on the other; a clean end never becomes one.
  client.on('error', () => reset(server));
  server.on('error', () => reset(client));

  return {
    get key() {
      return key;
    },
    tally: () => ({ bytesToServer, bytesToClient, digestToClient }),
    closed: Promise.all([closed(client), closed(server)]).then(() => {}),
    abort() {
      client.destroy();
      server.destroy();
    },
  };
}

/** What the server sends, and its end; the first piece waits until all connections have one. */
function passReplies(
  server: Socket,
  client: Socket,
  firstReplies: FirstReplies,
  count: (chunk: Buffer) => void,
): void {
  let isAnswered = false;
  let isHeld = false;
  server.on('data', (chunk) => {
    count(chunk);
    if (isAnswered) return pass(chunk, server, client);
    isAnswered = true;
    isHeld = true;
    server.pause();
    firstReplies.hold(() => {
      isHeld = false;
      server.resume();
      pass(chunk, server, client);
      if (server.readableEnded) client.end();
    });
  });
  server.once('close', () => {
    if (!isAnswered) firstReplies.giveUp();
  });
  server.on('end', () => {
    // A socket tells its end also while it is paused, where nothing else has come.
    if (!isHeld) client.end();
  });
}

function connectTo(target: Endpoint): Socket {
  return target.kind === 'tcp'
    ? connect({ host: target.host, port: target.port, allowHalfOpen: true, noDelay: true })
    : connect({ path: target.path, allowHalfOpen: true });
}

/** Back-pressure: reads no more from one side than the other one takes. */
function pass(chunk: Buffer, from: Socket, to: Socket): void {
  if (to.destroyed || to.write(chunk)) return;
  from.pause();
  to.once('drain', () => from.resume());
}

function reset(socket: Socket): void {
  // A Unix socket knows no reset.
  if (socket.remoteFamily === undefined) socket.destroy();
  else socket.resetAndDestroy();
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}
