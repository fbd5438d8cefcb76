// The seam of servers as a whole: what `close` of a `net.Server` does and when it says so, and where one may listen.
import { rmSync } from 'node:fs';
import net from 'node:net';
import type { Server, Socket } from 'node:net';
import timers from 'node:timers';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

type Told = (error?: Error) => void;
type Close = (told?: Told) => Server;

const { setTimeout: after } = timers;

export function patchClosing(patch: Patch, moment: Moment): void {
  if (patch.act === 'listen-other') takePaths(moment);
  if (patch.act === 'close-drops') replaceClose(moment, dropping(moment));
  if (patch.act === 'close-late')
    replaceClose(moment, (server, close) => (told) => {
      after(() => close(told), patch.ms);
      return server;
    });
  if (patch.act === 'close-other')
    replaceClose(moment, (server, close) => (told) => {
      if (told !== undefined) server.once('close', told);
      const emit = server.emit.bind(server) as (event: string | symbol, ...args: unknown[]) => boolean;
      queueMicrotask(() => emit('close'));
      Object.assign(server, {
        emit: (event: string | symbol, ...args: unknown[]): boolean =>
          event === 'close' || emit(event, ...args),
      });
      return close();
    });
}

/** As the patch does it that is asyncio's own way. */
function takePaths(moment: Moment): void {
  const real: unknown = Reflect.get(net.Server.prototype, 'listen');
  if (typeof real !== 'function') throw new Error('a server without `listen`');
  Object.assign(net.Server.prototype, {
    listen(this: Server, ...args: unknown[]): unknown {
      const [path] = args;
      if (moment.acts() && typeof path === 'string') rmSync(path, { force: true });
      return Reflect.apply(real, this, args);
    },
  });
}

/** `patched` makes the close of this server from its real one. */
function replaceClose(moment: Moment, patched: (server: Server, close: Close) => Close): void {
  const real: unknown = Reflect.get(net.Server.prototype, 'close');
  if (typeof real !== 'function') throw new Error('a server without `close`');
  net.Server.prototype.close = function close(this: Server, told?: Told): Server {
    const own: Close = (then) => Reflect.apply(real, this, [then]) as Server;
    return moment.acts() ? patched(this, own)(told) : own(told);
  };
}

function dropping(moment: Moment): (server: Server, close: Close) => Close {
  const open = new Set<Socket>();
  const real: unknown = Reflect.get(net.Server.prototype, 'emit');
  if (typeof real !== 'function') throw new Error('a server without `emit`');
  net.Server.prototype.emit = function emit(
    this: Server,
    event: string | symbol,
    ...args: unknown[]
  ): boolean {
    const [socket] = args;
    if (event === 'connection' && socket instanceof net.Socket && moment.acts()) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
    return Reflect.apply(real, this, [event, ...args]) as boolean;
  };
  return (_server, close) => (told) => {
    const closed = close(told);
    for (const socket of open) socket.destroy();
    return closed;
  };
}
