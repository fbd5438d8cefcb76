// io_fanout.pipes with promises: pipes are read with `for await`, exit and close are awaited.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { KILLED, LEAST_CHILDREN, SIGNALLED, letExit, startChild } from './children.ts';

type Kinds = Record<'out' | 'err' | 'exit' | 'close' | 'failed', number>;

export function open(params: Parameters, kit: Kit): Workload {
  const children = Number(params['children']);
  const bytes = Number(params['bytes']);
  if (children < LEAST_CHILDREN) throw new RangeError(`there must be at least ${LEAST_CHILDREN} children`);
  const { out, err, exit, close } = kit.kinds as Kinds;

  const child = async (key: number): Promise<void> => {
    const process_ = startChild(kit.directory, key);
    const closed = once(process_, 'close');
    const exited = once(process_, 'exit').then(([code, signal]) =>
      kit.emit(exit, key, 0, endingOf(code, signal)),
    );
    let came = 0;
    const count = (chunk: Buffer): void => {
      came += chunk.length;
      // Whoever is to be killed has said everything by then.
      if (key === KILLED && came === 2 * bytes) process_.kill('SIGTERM');
    };
    const read = async (kind: number, pipe: Readable): Promise<void> => {
      let digest = 0;
      let length = 0;
      for await (const chunk of pipe as AsyncIterable<Buffer>) {
        digest = kit.crc32(chunk, digest);
        length += chunk.length;
        count(chunk);
        if (kind === err && length === bytes) letExit(process_, kit, key, digest);
      }
      kit.emit(kind, key, 0, digest);
      if (kind === out) process_.stdin?.write('.');
    };
    await Promise.all([read(out, process_.stdout), read(err, process_.stderr), exited, closed]);
    kit.emit(close, key, 0, 0);
  };

  return {
    async round() {
      await Promise.all([
        ...Array.from({ length: children }, (_, key) => child(key)),
        nothing(kit, children),
      ]);
      return children + 1;
    },
    close() {},
  };
}

/** Whether it throws or tells by an event: the failure is the same. */
async function nothing(kit: Kit, key: number): Promise<void> {
  const { failed } = kit.kinds as Kinds;
  try {
    await once(spawn(join(kit.directory, 'no such program')), 'spawn');
    kit.emit(failed, key, 0, 0);
  } catch (error) {
    kit.emit(failed, key, 0, Math.abs((error as NodeJS.ErrnoException).errno ?? 0));
  }
}

function endingOf(code: unknown, signal: unknown): number {
  const signals: Readonly<Record<string, number>> = constants.signals;
  return typeof code === 'number' ? code : SIGNALLED + (signals[String(signal)] ?? 0);
}
