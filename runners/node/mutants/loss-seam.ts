// The seam of what never comes: a timer, a turn, an answer, the end of a child. A round that waits for it never ends.
import childProcess, { ChildProcess } from 'node:child_process';
import { Socket as Datagrams } from 'node:dgram';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { basename } from 'node:path';
import timers from 'node:timers';
import sleeps from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Patch, Victim } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

export function patchLosses(patch: Patch, moment: Moment): void {
  if (patch.act === 'lose-timer') loseTimer(nthOf(patch.nth, moment, patch.every));
  if (patch.act === 'lose-turn') loseTurn(nthOf(patch.nth, moment));
  if (patch.act === 'lose-answer') goDeaf(moment, untilAnswer(patch.victim));
  if (patch.act === 'lose-bytes') goDeaf(moment, untilBytes(patch.victim, patch.after));
  if (patch.act === 'lose-exit') loseExit(nthOf(patch.nth, moment));
  if (patch.act === 'lose-datagram') loseDatagram(patch.victim, moment);
  if (patch.act === 'lose-read') loseRead(patch.file, moment);
  if (patch.act === 'lose-message') loseMessage(nthOf(patch.nth, moment));
  if (patch.act === 'never-settle') neverSettle(moment);
  syncBuiltinESMExports();
}

/** What happens at the moment of a victim; null for other patches. */
export function lossAt(patch: Patch): { readonly victim: Victim; readonly happen: () => void } | null {
  if (patch.act === 'block-at')
    return {
      victim: patch.victim,
      happen: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
    };
  if (patch.act === 'throw-at')
    return {
      victim: patch.victim,
      happen() {
        throw new Error('a fault of the runtime');
      },
    };
  if (patch.act === 'exit-at') return { victim: patch.victim, happen: () => process.exit(3) };
  return null;
}

/** True at the call of this number in each round in which the patch acts, and at every `every`-th behind it. */
function nthOf(nth: number, moment: Moment, every = Number.POSITIVE_INFINITY): () => boolean {
  let round = -1;
  let calls = 0;
  return () => {
    if (!moment.acts()) return false;
    if (round !== moment.round()) calls = 0;
    round = moment.round();
    return calls++ % every === nth;
  };
}

const never = new Promise<never>(() => {});

function loseTimer(isLost: () => boolean): void {
  const { setTimeout: arm } = timers;
  const sleep = sleeps.setTimeout;
  const armed = (callback: (...args: unknown[]) => void, delayMs = 1, ...args: unknown[]) =>
    isLost() ? arm(() => {}, delayMs) : arm(callback, delayMs, ...args);
  Object.assign(globalThis, { setTimeout: armed });
  Object.assign(timers, { setTimeout: armed });
  Object.assign(sleeps, {
    setTimeout: (...args: Parameters<typeof sleep>) => (isLost() ? never : sleep(...args)),
  });
}

function loseTurn(isLost: () => boolean): void {
  const { setImmediate: put } = timers;
  const turn = sleeps.setImmediate;
  const putOff = (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
    isLost() ? put(() => {}) : put(callback, ...args);
  Object.assign(globalThis, { setImmediate: putOff });
  Object.assign(timers, { setImmediate: putOff });
  Object.assign(sleeps, {
    setImmediate: (...args: Parameters<typeof turn>) => (isLost() ? never : turn(...args)),
  });
}

/** What is left of a chunk, and whether nothing more comes. `sent`: the first piece that this end wrote. */
type Hear = (
  chunk: Buffer,
  sent: Buffer,
  before: number,
) => { readonly rest: Buffer; readonly deaf: boolean };

/** The connection itself stays open: whoever reads waits for ever. */
function goDeaf(moment: Moment, hear: Hear): void {
  const sent = new WeakMap<Socket, Buffer>();
  const heard = new WeakMap<Socket, number>();
  const deaf = new WeakSet<Socket>();
  const { write, push } = methodsOf(Socket.prototype);
  Object.assign(Socket.prototype, {
    write(this: Socket, ...args: unknown[]): unknown {
      const [piece] = args;
      if (piece instanceof Uint8Array && !sent.has(this)) sent.set(this, Buffer.from(piece));
      return Reflect.apply(write, this, args);
    },
    push(this: Socket, ...args: unknown[]): unknown {
      const [chunk] = args;
      if (deaf.has(this)) return true;
      if (!(chunk instanceof Buffer) || !moment.acts()) return Reflect.apply(push, this, args);
      const before = heard.get(this) ?? 0;
      heard.set(this, before + chunk.length);
      const told = hear(chunk, sent.get(this) ?? Buffer.alloc(0), before);
      if (told.deaf) deaf.add(this);
      return told.rest.length === 0 || Reflect.apply(push, this, [told.rest]);
    },
  });
}

function methodsOf(prototype: object): { readonly write: Function; readonly push: Function } {
  const write: unknown = Reflect.get(prototype, 'write');
  const push: unknown = Reflect.get(prototype, 'push');
  if (typeof write !== 'function' || typeof push !== 'function') throw new Error('a socket without methods');
  return { write, push };
}

const FRAME_BYTES = 12;
const SETTLED = 1;

function untilAnswer({ key, id }: Victim): Hear {
  return (chunk, sent) => {
    if (sent.length % FRAME_BYTES !== 0) return { rest: chunk, deaf: false };
    for (let at = 0; at + FRAME_BYTES <= chunk.length; at += FRAME_BYTES) {
      const [kind, a, b] = [0, 4, 8].map((offset) => chunk.readUInt32LE(at + offset));
      if (kind === SETTLED && a === key && b === id) return { rest: chunk.subarray(0, at), deaf: true };
    }
    return { rest: chunk, deaf: false };
  };
}

/** A payload begins with the nonce (8 bytes) and the key. What the server's end sends is masked: no key of ours stands there. */
function untilBytes({ key }: Victim, after: number): Hear {
  return (chunk, sent, before) => {
    const own = sent.length >= FRAME_BYTES && sent.readUInt32LE(8) === key;
    const left = Math.max(0, after - before);
    return own && chunk.length > left
      ? { rest: chunk.subarray(0, left), deaf: true }
      : { rest: chunk, deaf: false };
  };
}

/** `Class` is an emitter whose objects do not say what is to be swallowed. */
function swallow(
  Class: { readonly prototype: object },
  isLost: (name: unknown, args: readonly unknown[], of: object) => boolean,
): void {
  const emit: unknown = Reflect.get(Class.prototype, 'emit');
  if (typeof emit !== 'function') throw new Error('not an emitter');
  Object.assign(Class.prototype, {
    emit(this: object, ...args: unknown[]): unknown {
      const [name, ...rest] = args;
      return isLost(name, rest, this) || Reflect.apply(emit, this, args);
    },
  });
}

function loseMessage(isLost: () => boolean): void {
  swallow(Worker, (name) => name === 'message' && isLost());
}

function loseDatagram({ id }: Victim, moment: Moment): void {
  const isVictim = (datagram: unknown): boolean => moment.acts() && numberOf(datagram) === id;
  swallow(Datagrams, (name, [datagram]) => name === 'message' && isVictim(datagram));
}

/** Answers carry their number behind nonce and key. */
function numberOf(datagram: unknown): number | null {
  return datagram instanceof Buffer && datagram.length >= 16 ? datagram.readUInt32LE(12) : null;
}

function loseExit(isLost: () => boolean): void {
  const spawn: unknown = Reflect.get(childProcess, 'spawn');
  if (typeof spawn !== 'function') throw new Error('no `spawn`');
  const lost = new WeakSet<object>();
  Object.assign(childProcess, {
    spawn(...args: unknown[]): unknown {
      const gone = isLost();
      const child: unknown = Reflect.apply(spawn, childProcess, args);
      if (gone && child instanceof ChildProcess) lost.add(child);
      return child;
    },
  });
  swallow(ChildProcess, (name, _args, child) => lost.has(child) && (name === 'exit' || name === 'close'));
}

function loseRead(file: string, moment: Moment): void {
  const { readFile } = promises;
  Object.assign(promises, {
    readFile: (path: string) => (moment.acts() && basename(path) === file ? never : readFile(path)),
  });
}

function neverSettle(moment: Moment): void {
  const allSettled: (values: Iterable<unknown>) => Promise<unknown> = Promise.allSettled.bind(Promise);
  Object.assign(Promise, {
    allSettled: (values: Iterable<unknown>) => {
      const settled = allSettled(values);
      return moment.acts() ? never : settled;
    },
  });
}
