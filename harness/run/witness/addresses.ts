// The stimulus `addresses`: many addresses of loopback, of which some greet, some refuse and some never answer.
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { greetingOf } from '../../contract/peer-stimulus.ts';
import type { Endpoint } from '../../contract/message.ts';
import type { AddressKind, Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { allOrNothing } from './all-or-nothing.ts';
import { attemptsAt } from './attempts.ts';
import type { WitnessContext } from './context.ts';
import type { ArmedWitness } from './port.ts';
import { leaving } from './unused.ts';
import { openSilence } from './silence.ts';
import type { Silence } from './silence.ts';

type Addresses = Extract<Stimulus, { kind: 'addresses' }>;
type AddressRecord = Extract<WitnessRecord, { kind: 'addresses' }>;

interface Address {
  readonly trial: number;
  readonly index: number;
  readonly kind: AddressKind;
  readonly host: string;
}

/** Holds the port: nobody can listen at it everywhere meanwhile, and so nobody answers for a refusing address. */
const ANCHOR = '127.77.255.1';

/**
 * A connection to `peer` gets two bytes for each trial: the connections that addresses other than its first good one have got, and
 * the attempts that are still under way.
 */
export async function openAddresses(
  { trials }: Addresses,
  { secret }: WitnessContext,
): Promise<ArmedWitness> {
  const book = addressBook(trials);
  const listeners = openListeners();
  const accepted = new Map<Address, number>();
  let current = 0;
  let record: AddressRecord | null = null;
  let silence: Silence | null = null;

  const release = async (): Promise<void> => {
    await Promise.all([listeners.close(), silence?.close()]);
  };
  const port = await allOrNothing(async () => {
    const chosen = await listeners.listen(ANCHOR, 0, (socket) => {
      record = countAll(trials, book, accepted, chosen);
      socket.end(peerBytes(record, trials));
    });
    for (const address of book.filter(({ kind }) => kind === 'good'))
      await listeners.listen(address.host, chosen, (socket) => {
        accepted.set(address, (accepted.get(address) ?? 0) + 1);
        socket.write(greetingOf(secret, current, address.trial, address.index));
      });
    const silent = book.filter(({ kind }) => kind === 'silent');
    silence = await openSilence(
      silent.map(({ host }) => host),
      chosen,
    );
    return chosen;
  }, release);

  return {
    endpoints: {
      peer: { kind: 'tcp', host: ANCHOR, port },
      ...Object.fromEntries(
        book.map((address) => [`to-${address.trial}-${address.index}`, at(address, port)]),
      ),
    },
    listening: async () => {},
    async beforeRound(round) {
      current = round;
      accepted.clear();
      record = null;
      return {};
    },
    afterRound: async () => record ?? leaving(nothing(trials), 'peer', 'connection'),
    disarm: release,
  };
}

function addressBook(trials: Addresses['trials']): readonly Address[] {
  return trials.flatMap((kinds, trial) =>
    kinds.map((kind, index) => ({ trial, index, kind, host: `127.77.${trial + 1}.${index + 1}` })),
  );
}

const at = ({ host }: Address, port: number): Endpoint => ({ kind: 'tcp', host, port });

function nothing(trials: Addresses['trials']): AddressRecord {
  return {
    kind: 'addresses',
    trials: trials.map((kinds) => ({ accepted: kinds.map(() => 0), underWay: 0 })),
  };
}

function countAll(
  trials: Addresses['trials'],
  book: readonly Address[],
  accepted: ReadonlyMap<Address, number>,
  port: number,
): AddressRecord {
  const underWay = attemptsAt(port);
  return {
    kind: 'addresses',
    trials: trials.map((_, trial) => {
      const own = book.filter((address) => address.trial === trial);
      return {
        accepted: own.map((address) => accepted.get(address) ?? 0),
        underWay: own.reduce((sum, { host }) => sum + (underWay.get(host) ?? 0), 0),
      };
    }),
  };
}

function others({ accepted }: AddressRecord['trials'][number], kinds: readonly AddressKind[]): number {
  const winner = kinds.indexOf('good');
  return accepted.reduce((sum, count, index) => sum + (index === winner ? 0 : count), 0);
}

function peerBytes({ trials }: AddressRecord, kinds: Addresses['trials']): Buffer {
  return Buffer.from(trials.flatMap((trial, key) => [others(trial, kinds[key] ?? []), trial.underWay]));
}

interface Listeners {
  /** Answers the port. */
  listen(host: string, port: number, accept: (socket: Socket) => void): Promise<number>;
  close(): Promise<void>;
}

function openListeners(): Listeners {
  const servers: Server[] = [];
  const open = new Set<Socket>();
  return {
    listen(host, port, accept) {
      const server = createServer({ noDelay: true }, (socket) => {
        open.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => open.delete(socket));
        accept(socket.resume());
      });
      servers.push(server);
      return listen(server, host, port);
    },
    async close() {
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('a TCP server has no port'));
      else resolve(address.port);
    });
  });
}
