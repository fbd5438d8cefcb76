// io_fanout.connect_many with promises: `once` awaits the connection, and a signal gives it up.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { tcpEndpoint } from '../shared/sockets.ts';
import { BOUND, GREETING_BYTES, TRIALS, delayOf, leastUs, optionsOf, report } from './trials.ts';
import type { ConnectKinds, ConnectTrial } from './trials.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const delayMs = delayOf(params);
  return {
    async round() {
      await Promise.all(TRIALS.map((trial, key) => attempt(kit, key, trial, delayMs)));
      const { host, port } = tcpEndpoint(kit, 'peer');
      report(kit, await readAll(connect(port, host)));
      return TRIALS.length;
    },
    close() {},
  };
}

async function attempt(kit: Kit, key: number, trial: ConnectTrial, delayMs: number): Promise<void> {
  const { begun, won, failed, bounded } = kit.kinds as ConnectKinds;
  kit.emit(begun, TRIALS.length, key, leastUs(trial, delayMs));
  const socket = connect(optionsOf(kit, key, trial, delayMs));
  const connected = once(socket, 'connect').then(
    () => true,
    () => false,
  );
  if (trial.way === 'bounded') {
    const failure = await Promise.race([connected, sleeps(delayMs)]);
    socket.destroy();
    kit.emit(bounded, key, key, failure === null ? 0 : 1);
  } else if (await connected) {
    kit.emit(won, key, key, kit.crc32(await greetingFrom(socket)));
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
  } else kit.emit(failed, key, key, 0);
}

async function sleeps(delayMs: number): Promise<null> {
  for (let nth = 0; nth < BOUND; nth++) await sleep(delayMs);
  return null;
}

async function greetingFrom(socket: Socket): Promise<Buffer> {
  let greeting = Buffer.alloc(0);
  while (greeting.length < GREETING_BYTES) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    greeting = Buffer.concat([greeting, chunk]);
  }
  return greeting;
}

async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
