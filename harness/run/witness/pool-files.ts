// The stimulus `pool`: FIFOs whose readers are held until the harness opens them too, and a small file beside them.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { POOL_PHASE, slowContent } from '../../contract/peer-stimulus.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { openGate } from './gate.ts';
import type { ArmedWitness } from './port.ts';
import { leaving } from './unused.ts';

type Pool = Extract<Stimulus, { kind: 'pool' }>;

const LOOK_MS = 1;

/**
 * The first connection to `peer` lets `few` readers go when all of them are there, the second one `many` readers one by one. Each connection
 * ends when that is done.
 */
export async function openPoolFiles(
  { few, many, bytes }: Pool,
  { directory, secret, patienceMs }: WitnessContext,
): Promise<ArmedWitness> {
  const paths = Array.from({ length: Math.max(few, many) }, (_, index) => join(directory, `slow-${index}`));
  await promisify(execFile)('mkfifo', paths);
  let current = 0;
  let phase: number = POOL_PHASE.few;
  let together = 0;
  let released = 0;

  const release = async (handle: FileHandle | null, index: number, of: number): Promise<void> => {
    if (handle === null) return;
    try {
      await handle.write(slowContent(secret, current, of, index, bytes));
      released++;
    } catch {
      // The reader is gone: it was not let go.
    } finally {
      await handle.close();
    }
  };

  const gate = await openGate(async () => {
    const of = phase++;
    const until = performance.now() + patienceMs;
    if (of === POOL_PHASE.few) {
      // All of them first: each is held until the last one has come.
      const handles: (FileHandle | null)[] = [];
      for (const path of paths.slice(0, few)) handles.push(await meetReader(path, until));
      together = handles.filter((handle) => handle !== null).length;
      for (const [index, handle] of handles.entries()) await release(handle, index, of);
    } else if (of === POOL_PHASE.many)
      for (const [index, path] of paths.slice(0, many).entries())
        await release(await meetReader(path, performance.now() + patienceMs), index, of);
  });

  return {
    endpoints: { peer: gate.endpoint },
    listening: async () => {},
    async beforeRound(round) {
      current = round;
      phase = POOL_PHASE.few;
      together = 0;
      released = 0;
      await writeFile(join(directory, 'small'), slowContent(secret, round, POOL_PHASE.small, 0, bytes));
      return {};
    },
    async afterRound() {
      await gate.idle();
      const record = { kind: 'pool', together, released } satisfies WitnessRecord;
      return gate.visited() ? record : leaving(record, 'peer', 'connection');
    },
    disarm: () => gate.close(),
  };
}

/** Opens a FIFO when somebody reads it; null when nobody comes. */
async function meetReader(path: string, untilMs: number): Promise<FileHandle | null> {
  while (performance.now() < untilMs) {
    try {
      return await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Its folder is gone when the invocation is over.
      if (code === 'ENOENT') return null;
      if (code !== 'ENXIO') throw error;
    }
    await sleep(LOOK_MS);
  }
  return null;
}
