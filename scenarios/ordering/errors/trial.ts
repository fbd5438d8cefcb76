// What all styles of ordering.errors share: what a callback records before it throws, and the processes in which nobody hears it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

/** Keys of the classes, and of the processes without a handler. */
export const TURN = 0;
export const TIMER = 1;
const CLASSES = 2;
const CALLBACK_CHILD = 4;
const TASK_CHILD = 5;

/** When the timers are due, and when the round ends whatever has run by then. */
export const TIMER_MS = 1;
export const END_MS = 6;

/** What a callback throws. */
export class Thrown extends Error {
  readonly key: number;
  readonly id: number;

  constructor(key: number, id: number) {
    super(`callback ${id}`);
    this.key = key;
    this.id = id;
  }
}

export interface ErrorTrial {
  /** Ids of a class. */
  ids(key: number): readonly number[];
  /** What each callback does. Throws where it has to. */
  readonly run: (key: number, id: number) => void;
  /** Records an error that arrived at the handler. Throws what is none of ours. */
  readonly handle: (error: unknown) => void;
  /** In traced rounds: what becomes of processes without a handler. Answers with the number of operations of a round. */
  finish(): Promise<number>;
}

export function makeTrial(params: Parameters, kit: Kit): ErrorTrial {
  const count = Number(params['count']);
  const failEvery = Number(params['failEvery']);
  const seed = (Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16)) >>> 0;
  const kinds = kit.kinds as Record<'run' | 'handled' | 'child_run' | 'child_exit', number>;
  const valueOf = (key: number, id: number): number =>
    Math.imul(seed ^ (key * 0x10000 + id), 0x9e3779b1) >>> 0;

  const unheard = async (key: number, what: string): Promise<void> => {
    const { output, exitCode } = await runChild(what, String(seed), String(key));
    for (const line of output.split('\n').filter((text) => text !== '')) {
      const [id, value] = line.split(' ').map(Number);
      kit.emit(kinds.child_run, key, id ?? 0, value ?? 0);
    }
    kit.emit(kinds.child_exit, key, exitCode, 0);
  };

  return {
    ids: (key) => Array.from({ length: count }, (_, index) => key * count + index),
    run(key, id) {
      kit.emit(kinds.run, key, id, valueOf(key, id));
      if ((id + 1) % failEvery === 0) throw new Thrown(key, id);
    },
    handle(error) {
      if (!(error instanceof Thrown)) throw error;
      kit.emit(kinds.handled, CLASSES + error.key, error.id, valueOf(error.key, error.id));
    },
    async finish() {
      if (kit.traced) await Promise.all([unheard(CALLBACK_CHILD, 'callback'), unheard(TASK_CHILD, 'task')]);
      return CLASSES * count;
    },
  };
}

interface ChildEnd {
  readonly output: string;
  readonly exitCode: number;
}

/** Its complaint goes nowhere, and no option of the environment may change what it does. */
async function runChild(...args: string[]): Promise<ChildEnd> {
  const program = fileURLToPath(new URL('unheard.js', import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'ignore'], env: {} });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { output, exitCode: exitCode ?? 0xffffffff };
}
