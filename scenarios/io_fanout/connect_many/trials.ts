// What all styles of io_fanout.connect_many share: the trials as a workload may know them, and a name that stands for several addresses.
import type { LookupFunction, TcpNetConnectOpts } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { tcpEndpoint } from '../shared/sockets.ts';

export type ConnectKinds = Record<'begun' | 'won' | 'failed' | 'bounded' | 'others' | 'left', number>;

/**
 * `default`: as the runtime does when nobody asks for anything. `patient`: the next attempt begins after seconds, so only a refusal brings it.
 * `delayed`: it begins after the delay. `bounded`: the same, and the workload gives the connection up after `BOUND` delays.
 */
type Way = 'default' | 'patient' | 'delayed' | 'bounded';

export interface ConnectTrial {
  readonly addresses: number;
  readonly way: Way;
}

export const TRIALS: readonly ConnectTrial[] = [
  { addresses: 2, way: 'default' },
  { addresses: 2, way: 'patient' },
  { addresses: 3, way: 'patient' },
  { addresses: 2, way: 'patient' },
  { addresses: 2, way: 'delayed' },
  { addresses: 4, way: 'delayed' },
  { addresses: 2, way: 'bounded' },
  { addresses: 3, way: 'bounded' },
];

/** One wait of eight delays could be over in one turn of a loop that stalled; each of these waits gives the attempts a turn. */
export const BOUND = 8;
export const GREETING_BYTES = 16;
const PATIENT_MS = 5000;

export function delayOf(params: Parameters): number {
  const delayMs = Number(params['delayMs']);
  if (delayMs < 10) throw new RangeError('node has no delay below 10 ms between two attempts');
  return delayMs;
}

/** For `begun`: the microseconds that an address without an answer takes at least. */
export function leastUs({ way }: ConnectTrial, delayMs: number): number {
  return way === 'delayed' ? 1000 * delayMs : 0;
}

/** How to connect to the name of this trial. */
export function optionsOf(
  kit: Kit,
  key: number,
  { addresses, way }: ConnectTrial,
  delayMs: number,
): TcpNetConnectOpts {
  const found = Array.from({ length: addresses }, (_, index) => tcpEndpoint(kit, `to-${key}-${index}`));
  const lookup: LookupFunction = (_name, { all }, callback) => {
    const answers = found.map(({ host }) => ({ address: host, family: 4 }));
    if (all === true) process.nextTick(callback, null, answers);
    else process.nextTick(callback, null, answers[0]?.address ?? '', 4);
  };
  const plain = { host: `trial-${key}.test`, port: found[0]?.port ?? 0, lookup };
  if (way === 'default') return plain;
  const attemptMs = way === 'patient' ? PATIENT_MS : delayMs;
  return { ...plain, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: attemptMs };
}

/** Two bytes for each trial, as the harness says them when all are over. */
export function report(kit: Kit, said: Buffer): void {
  const { others, left } = kit.kinds as ConnectKinds;
  for (const id of TRIALS.keys()) {
    kit.emit(others, TRIALS.length + 1, id, said.readUInt8(2 * id));
    kit.emit(left, TRIALS.length + 2, id, said.readUInt8(2 * id + 1));
  }
}
