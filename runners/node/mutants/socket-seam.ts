// The seam of the sockets: the server's end of each connection that `createServer` accepts.
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import type { Server, ServerOpts, Socket } from 'node:net';
import timers from 'node:timers/promises';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

type Accept = (socket: Socket) => void;

const sleep = timers.setTimeout;

export function patchServers(patch: Patch, moment: Moment): void {
  if (patch.act === 'no-backpressure') neverFull(moment);
  const patched = acceptOf(patch, moment);
  if (patched === null) return;
  const { createServer } = net;
  const create = (options: ServerOpts | Accept, accept?: Accept): Server => {
    const given = typeof options === 'function' ? options : accept;
    const wrapped = given === undefined ? undefined : patched(given);
    return typeof options === 'function' ? createServer(wrapped) : createServer(options, wrapped);
  };
  Object.assign(net, { createServer: create });
  syncBuiltinESMExports();
}

/** Null for patches of other seams. */
function acceptOf(patch: Patch, moment: Moment): ((accept: Accept) => Accept) | null {
  if (patch.act === 'flip-byte') return rewriting(moment, firstPieceOfRound(moment, flipped));
  if (patch.act === 'zeros') return rewriting(moment, (piece) => Buffer.alloc(piece.length));
  if (patch.act === 'cross') return crossing(moment);
  if (patch.act === 'swap-pieces') return swapping(moment, patch.bytes);
  if (patch.act === 'one-at-a-time') return oneAtATime(moment);
  if (patch.act === 'dribble') return dribbling(patch, moment);
  if (patch.act === 'false-drain') return falseDrain(moment);
  if (patch.act === 'other-reset') return otherReset(moment);
  return null;
}

type Rewrite = (piece: Buffer) => Buffer;

function rewriting(moment: Moment, rewrite: Rewrite): (accept: Accept) => Accept {
  return (accept) => (socket) => {
    const write = socket.write.bind(socket);
    override(socket, {
      write: (piece: Buffer) => write(moment.acts() ? rewrite(Buffer.from(piece)) : piece),
    });
    accept(socket);
  };
}

function otherReset(moment: Moment): (accept: Accept) => Accept {
  const other: Readonly<Record<string, string>> = { ECONNRESET: 'EPIPE', EPIPE: 'ECONNRESET' };
  return (accept) => (socket) => {
    const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean;
    override(socket, {
      emit: (event: string, ...args: unknown[]) => {
        const [error] = args as [NodeJS.ErrnoException | undefined];
        const name = event === 'error' && moment.acts() ? other[error?.code ?? ''] : undefined;
        if (error !== undefined && name !== undefined && moment.chance() < 0.7) error.code = name;
        return emit(event, ...args);
      },
    });
    accept(socket);
  };
}

function firstPieceOfRound(moment: Moment, rewrite: Rewrite): Rewrite {
  let done = -1;
  return (piece) => {
    if (done === moment.round()) return piece;
    done = moment.round();
    return rewrite(piece);
  };
}

function flipped(piece: Buffer): Buffer {
  piece[piece.length - 1] = (piece.at(-1) ?? 0) ^ 1;
  return piece;
}

/** The first pieces of two connections are exchanged; a connection whose partner ends gets its own piece. */
function crossing(moment: Moment): (accept: Accept) => Accept {
  let waiting: { readonly write: (piece: Buffer) => boolean; readonly piece: Buffer } | null = null;
  return (accept) => (socket) => {
    const write = socket.write.bind(socket);
    let crossed = false;
    override(socket, {
      write: (piece: Buffer) => {
        if (crossed || !moment.acts()) return write(piece);
        crossed = true;
        const partner = waiting;
        waiting = partner === null ? { write, piece: Buffer.from(piece) } : null;
        if (partner === null) return true;
        partner.write(piece);
        return write(partner.piece);
      },
    });
    accept(socket);
  };
}

/** The first two messages of each connection, wherever their pieces end. */
function swapping(moment: Moment, bytes: number): (accept: Accept) => Accept {
  return (accept) => (socket) => {
    const write = socket.write.bind(socket);
    let held: Buffer | null = Buffer.alloc(0);
    override(socket, {
      write: (piece: Buffer) => {
        if (held === null || !moment.acts()) return write(piece);
        held = Buffer.concat([held, piece]);
        if (held.length < 2 * bytes) return true;
        const all = held;
        held = null;
        return write(
          Buffer.concat([all.subarray(bytes, 2 * bytes), all.subarray(0, bytes), all.subarray(2 * bytes)]),
        );
      },
    });
    accept(socket);
  };
}

/** The next connection is served as soon as the last one has closed. */
function oneAtATime(moment: Moment): (accept: Accept) => Accept {
  let turn = Promise.resolve();
  return (accept) => (socket) => {
    if (!moment.acts()) {
      accept(socket);
      return;
    }
    turn = turn.then(async () => {
      const closed = new Promise((resolve) => socket.once('close', resolve));
      accept(socket);
      await closed;
    });
  };
}

function dribbling(
  { ms, split }: Extract<Patch, { act: 'dribble' }>,
  moment: Moment,
): (accept: Accept) => Accept {
  return (accept) => (socket) => {
    const write = socket.write.bind(socket);
    const end = socket.end.bind(socket);
    let turn = Promise.resolve();
    const dribble = async (piece: Buffer): Promise<void> => {
      const at = split ? Math.floor(moment.chance() * piece.length) : 0;
      for (const part of [piece.subarray(0, at), piece.subarray(at)]) {
        if (part.length === 0) continue;
        await sleep(Math.floor(moment.chance() * (ms + 1)));
        write(part);
      }
    };
    override(socket, {
      write: (piece: Buffer) => {
        const own = Buffer.from(piece);
        turn = turn.then(() => (moment.acts() ? dribble(own) : void write(own)));
        return true;
      },
      end: () => {
        turn = turn.then(() => void end());
        return socket;
      },
    });
    accept(socket);
  };
}

function falseDrain(moment: Moment): (accept: Accept) => Accept {
  return (accept) => (socket) => {
    const write = socket.write.bind(socket);
    override(socket, {
      write: (piece: Buffer) => {
        const free = write(piece);
        if (!moment.acts() || moment.chance() < 0.5) return free;
        setImmediate(() => socket.emit('drain'));
        return false;
      },
    });
    accept(socket);
  };
}

/** At both ends of every connection. */
function neverFull(moment: Moment): void {
  const write: unknown = Reflect.get(net.Socket.prototype, 'write');
  if (typeof write !== 'function') throw new Error('a socket without `write`');
  Object.assign(net.Socket.prototype, {
    write(this: Socket, ...args: unknown[]): unknown {
      const free: unknown = Reflect.apply(write, this, args);
      return moment.acts() || free;
    },
  });
}

/** Overloads of a stream's methods cannot be told in types: here a method takes what workloads pass. */
function override(socket: Socket, methods: object): void {
  Object.assign(socket, methods);
}
