// The seam of bytes at either end of every connection: those that come with its end, and those of a great write.
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

type Method = (this: Socket, ...args: unknown[]) => unknown;

export function patchBytes(patch: Patch, moment: Moment): void {
  if (patch.act === 'lose-tail') loseTail(moment);
  if (patch.act === 'cut-writes') cutWrites(patch.bytes, moment);
}

function loseTail(moment: Moment): void {
  const push = methodOf('push');
  const pushed: Method = function (chunk, ...rest) {
    if (chunk instanceof Buffer && moment.acts() && hasEnded(this)) return true;
    return Reflect.apply(push, this, [chunk, ...rest]);
  };
  Object.assign(Socket.prototype, { push: pushed });
}

/** By the kernel's own list, as a runtime would know it by the flags of its poll. On Linux. */
function hasEnded({ localPort = 0, remotePort = 0 }: Socket): boolean {
  const port = (number: number): string => number.toString(16).toUpperCase().padStart(4, '0');
  const CLOSE_WAIT = '08';
  const line = new RegExp(`:${port(localPort)} \\w+:${port(remotePort)} ${CLOSE_WAIT} `);
  return line.test(readFileSync('/proc/net/tcp', 'latin1'));
}

function cutWrites(bytes: number, moment: Moment): void {
  for (const name of ['write', 'end'] as const) {
    const real = methodOf(name);
    const cut: Method = function (chunk, ...rest) {
      const isGreat = chunk instanceof Uint8Array && chunk.length > bytes && moment.acts();
      return Reflect.apply(real, this, [isGreat ? chunk.subarray(0, bytes) : chunk, ...rest]);
    };
    Object.assign(Socket.prototype, { [name]: cut });
  }
}

function methodOf(name: 'push' | 'write' | 'end'): Function {
  const method: unknown = Reflect.get(Socket.prototype, name);
  if (typeof method !== 'function') throw new Error(`a socket without \`${name}\``);
  return method;
}
