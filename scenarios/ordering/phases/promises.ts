// ordering.phases on Node: from each phase of the loop arms everything that it can be asked to do later.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { PhaseCase } from './cases.ts';
import { makeCases } from './cases.ts';

type Pair = readonly [Socket, Socket];

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const passes = Number(params['passes']);
  const begin = makeCases(kit);
  // What is written to a Unix socket is there to be read at once.
  const path = join(kit.directory, 'p');
  const server = createServer().listen(path);
  await once(server, 'listening');

  const makePair = async (): Promise<Pair> => {
    const near = connect(path);
    const [[far]] = await Promise.all([
      once(server, 'connection') as Promise<[Socket]>,
      once(near, 'connect'),
    ]);
    return [near, far];
  };

  /** Enacts one case: `enter` calls what it is given from the phase in question. */
  const enact = async (each: PhaseCase, enter: (body: () => void) => void): Promise<void> => {
    const input = await makePair();
    const closing = await makePair();
    enter(() => armAll(each, input, closing[0]));
    await each.whole;
    for (const socket of [...input, ...closing]) socket.destroy();
  };

  /** As `enact`, from where input arrives. */
  const enactInput = async (each: PhaseCase): Promise<void> => {
    const [near, far] = await makePair();
    await enact(each, (body) => {
      far.once('data', body);
      near.write('.');
    });
    near.destroy();
    far.destroy();
  };

  return {
    async round() {
      for (let pass = 0; pass < passes; pass++) {
        await start(begin(pass, 'start'));
        await awaiting(begin(pass, 'await'));
        await enact(begin(pass, 'turn'), setImmediate);
        await enact(begin(pass, 'timer'), (body) => void setTimeout(body, 1));
        await enactInput(begin(pass, 'poll'));
        await enact(begin(pass, 'micro'), (body) => void nextTurn().then(body));
      }
      return passes;
    },
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Does an async function begin when it is called? */
async function start({ ran }: PhaseCase): Promise<void> {
  const body = async (): Promise<void> => ran('body');
  const begun = body();
  ran('caller');
  await begun;
}

/** Does awaiting what waits for nothing let others run? */
async function awaiting({ ran, armed }: PhaseCase): Promise<void> {
  const body = async (): Promise<void> => ran('body');
  queueMicrotask(armed('micro'));
  await body();
  ran('caller');
}

/** From the lowest rank to the highest. Timer and input are made ready before the rest is armed: no race decides. */
function armAll({ ran, armed }: PhaseCase, [near, far]: Pair, closing: Socket): void {
  far.once('data', armed('poll'));
  closing.once('close', armed('close'));
  setTimeout(armed('timer'), 1);
  near.write('.');
  block(3);
  setImmediate(armed('immediate'));
  closing.destroy();
  queueMicrotask(armed('micro'));
  process.nextTick(armed('tick'));
  ran('sync');
}

const CELL = new Int32Array(new SharedArrayBuffer(4));

/** Holds the loop up for so many milliseconds, at least. */
function block(milliseconds: number): void {
  Atomics.wait(CELL, 0, 0, milliseconds);
}
