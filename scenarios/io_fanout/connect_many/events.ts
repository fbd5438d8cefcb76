// io_fanout.connect_many with events: `connect` or `error` decides a trial, and a chain of timers gives it up.
import { connect } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { tcpEndpoint } from '../shared/sockets.ts';
import { BOUND, GREETING_BYTES, TRIALS, delayOf, leastUs, optionsOf, report } from './trials.ts';
import type { ConnectKinds, ConnectTrial } from './trials.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const delayMs = delayOf(params);
  const round = (resolve: (operations: number) => void, reject: (error: Error) => void): void => {
    let left = TRIALS.length;
    const over = (): void => {
      if (--left > 0) return;
      askHarness(kit, reject, (said) => {
        report(kit, said);
        resolve(TRIALS.length);
      });
    };
    for (const [key, trial] of TRIALS.entries()) attempt(kit, key, trial, delayMs, over);
  };
  return { round: () => new Promise(round), close() {} };
}

function attempt(kit: Kit, key: number, trial: ConnectTrial, delayMs: number, over: () => void): void {
  const { begun, won, failed, bounded } = kit.kinds as ConnectKinds;
  kit.emit(begun, TRIALS.length, key, leastUs(trial, delayMs));
  const isBounded = trial.way === 'bounded';
  let greeting = Buffer.alloc(0);
  let timer: NodeJS.Timeout | null = null;
  const socket = connect(optionsOf(kit, key, trial, delayMs));
  socket.on('data', (chunk) => {
    greeting = Buffer.concat([greeting, chunk]);
    if (greeting.length < GREETING_BYTES) return;
    kit.emit(won, key, key, kit.crc32(greeting));
    socket.destroy();
  });
  socket.once('error', () => kit.emit(isBounded ? bounded : failed, key, key, isBounded ? 1 : 0));
  socket.once('close', () => {
    clearTimeout(timer ?? undefined);
    over();
  });
  if (!isBounded) return;
  let waits = 0;
  const wait = (): void => {
    timer = setTimeout(() => {
      if (++waits < BOUND) return wait();
      kit.emit(bounded, key, key, 0);
      socket.destroy();
    }, delayMs);
  };
  wait();
}

function askHarness(kit: Kit, failed: (error: Error) => void, told: (said: Buffer) => void): void {
  const { host, port } = tcpEndpoint(kit, 'peer');
  const chunks: Buffer[] = [];
  connect(port, host)
    .on('data', (chunk) => chunks.push(chunk))
    .once('error', failed)
    .once('end', () => told(Buffer.concat(chunks)));
}
