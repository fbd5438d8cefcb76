// Two named pipes between a workload and its witness: a workload that waits for an answer there holds its loop up.
import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { allOrNothing } from './all-or-nothing.ts';

export interface PipePair {
  answer(byte: number): void;
  close(): void;
}

export interface PipeNames {
  readonly toWitness: string;
  readonly fromWitness: string;
}

const run = promisify(execFile);
/** Open for both, so that opening never waits and a pipe never ends while this process lives. */
const OPEN = constants.O_RDWR | constants.O_NONBLOCK;

export async function openPipePair(
  directory: string,
  names: PipeNames,
  came: (bytes: Buffer) => void,
): Promise<PipePair> {
  const paths = [join(directory, names.toWitness), join(directory, names.fromWitness)] as const;
  await run('mkfifo', [...paths]);
  const answers = openSync(paths[1], OPEN);
  // A socket reads a pipe by the loop. A file stream would block one of four threads for each armed witness.
  const requests = await allOrNothing(
    async () => new Socket({ fd: openSync(paths[0], OPEN), readable: true, writable: false }),
    async () => closeSync(answers),
  );
  requests.on('data', came);
  // Without the pipe the workload waits in vain, and the harness says so when its patience ends.
  requests.on('error', () => requests.destroy());
  let isOpen = true;
  return {
    answer(byte) {
      if (!isOpen) return;
      try {
        writeSync(answers, Buffer.of(byte));
      } catch {
        // A workload that asks without reading has filled the pipe: it waits in vain, and the harness says so.
      }
    },
    close() {
      isOpen = false;
      requests.destroy();
      closeSync(answers);
    },
  };
}
