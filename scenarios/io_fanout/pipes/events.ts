// io_fanout.pipes with events: the process's own `exit` and `close`, and the pipes' `end`.
import { spawn } from 'node:child_process';
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

  const child = (key: number, done: () => void): void => {
    const process_ = startChild(kit.directory, key);
    let came = 0;
    const read = (kind: number, pipe: Readable): void => {
      let digest = 0;
      let length = 0;
      pipe.on('data', (chunk: Buffer) => {
        digest = kit.crc32(chunk, digest);
        length += chunk.length;
        came += chunk.length;
        // Whoever is to be killed has said everything by then.
        if (key === KILLED && came === 2 * bytes) process_.kill('SIGTERM');
        if (kind === err && length === bytes) letExit(process_, kit, key, digest);
      });
      pipe.on('end', () => {
        kit.emit(kind, key, 0, digest);
        if (kind === out) process_.stdin?.write('.');
      });
    };
    read(out, process_.stdout);
    read(err, process_.stderr);
    process_.on('exit', (code, signal) => kit.emit(exit, key, 0, endingOf(code, signal)));
    process_.on('close', () => {
      kit.emit(close, key, 0, 0);
      done();
    });
  };

  const play = (resolve: (operations: number) => void): void => {
    let left = children + 1;
    const oneLess = (): void => {
      if (--left === 0) resolve(children + 1);
    };
    for (let key = 0; key < children; key++) child(key, oneLess);
    nothing(kit, children, oneLess);
  };

  return { round: () => new Promise(play), close() {} };
}

function nothing(kit: Kit, key: number, done: () => void): void {
  const over = (errno: number): void => {
    kit.emit((kit.kinds as Kinds).failed, key, 0, errno);
    done();
  };
  const process_ = spawn(join(kit.directory, 'no such program'));
  process_.once('spawn', () => over(0));
  process_.once('error', (error: NodeJS.ErrnoException) => over(Math.abs(error.errno ?? 0)));
}

function endingOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? SIGNALLED + (signal === null ? 0 : constants.signals[signal]);
}
