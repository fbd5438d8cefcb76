// The seam of connections with several addresses: the options of `net.connect`, and what becomes of an attempt that is given up.
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import type { LookupFunction, Socket, TcpNetConnectOpts } from 'node:net';
import timers from 'node:timers';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

type Connect = (...args: unknown[]) => Socket;
type Named = TcpNetConnectOpts & { readonly lookup: LookupFunction };

const { setTimeout: after } = timers;

export function patchConnecting(patch: Patch, moment: Moment): void {
  if (patch.act === 'first-address')
    replaceConnect(moment, (options) => ({ autoSelectFamily: false, ...options }));
  if (patch.act === 'hasty-attempts')
    replaceConnect(moment, (options) => ({
      ...options,
      autoSelectFamilyAttemptTimeout: (options.autoSelectFamilyAttemptTimeout ?? 250) / 5,
    }));
  if (patch.act === 'ask-all')
    replaceConnect(moment, (options, connect) => {
      askAll(options, connect, patch.ms);
      return options;
    });
  if (patch.act === 'leave-attempts') leaveAttempts(moment);
}

/** Connections whose address is given do not concern it. */
function replaceConnect(moment: Moment, patched: (options: Named, connect: Connect) => Named): void {
  const real = net.connect.bind(net) as Connect;
  const connect: Connect = (...args) => {
    const [options] = args;
    return moment.acts() && isNamed(options) ? real(patched(options, real)) : real(...args);
  };
  Object.assign(net, { connect });
  syncBuiltinESMExports();
}

function isNamed(options: unknown): options is Named {
  return typeof options === 'object' && options !== null && 'lookup' in options;
}

function askAll({ host = '', port, lookup }: Named, connect: Connect, ms: number): void {
  lookup(host, { all: true }, (_error, addresses) => {
    if (typeof addresses === 'string') return;
    for (const { address } of addresses) {
      const socket = connect({ host: address, port }).on('error', () => {});
      after(() => socket.destroy(), ms);
    }
  });
}

/** The socket says that it is closed, and its attempt is not. */
function leaveAttempts(moment: Moment): void {
  const real: unknown = Reflect.get(net.Socket.prototype, 'destroy');
  if (typeof real !== 'function') throw new Error('a socket without `destroy`');
  Object.assign(net.Socket.prototype, {
    destroy(this: Socket, ...args: unknown[]): unknown {
      if (!this.connecting || args[0] !== undefined || !moment.acts()) return Reflect.apply(real, this, args);
      this.unref();
      setImmediate(() => this.emit('close', false));
      return this;
    },
  });
}
