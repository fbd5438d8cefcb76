// What a workload of ordering.signals and the harness's sender of signals tell each other.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';

/** What can be asked for. */
export const ASK = { single: 1, burst: 2, blocked: 3, child: 4 };
/** What the sender says of itself. */
const SENT = 1;

export interface SignalWire {
  /** Asks for signals to this process; `place` says which one, where the sender does not choose. */
  ask(what: number, pid: number, place: number): void;
  /** Settles when the burst is complete. */
  sent(): Promise<void>;
  /** Called when a signal must be taken for lost. */
  onLost: () => void;
  close(): void;
}

export async function connectToSender(kit: Kit): Promise<SignalWire> {
  const endpoint = kit.endpoint('signals');
  if (endpoint?.kind !== 'tcp') throw new RangeError('ordering.signals needs the TCP endpoint "signals"');
  const socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  await once(socket, 'connect');
  let complete = (): void => {};
  const wire: SignalWire = {
    ask(what, pid, place) {
      const frame = Buffer.alloc(12);
      frame.writeUInt32LE(what, 0);
      frame.writeUInt32LE(pid, 4);
      frame.writeUInt32LE(place, 8);
      socket.write(frame);
    },
    sent: () =>
      new Promise((resolve) => {
        complete = resolve;
      }),
    onLost: () => {},
    close: () => socket.destroy(),
  };
  socket.on('data', (bytes) => {
    for (const byte of bytes)
      if (byte === SENT) complete();
      else wire.onLost();
  });
  return wire;
}
