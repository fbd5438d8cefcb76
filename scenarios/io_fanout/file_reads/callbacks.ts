// io_fanout.file_reads with callbacks: each `readFile` that calls back makes room for the next one.
import { readFile } from 'node:fs';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { filesOf, numberOf } from './files.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { files, inFlight, paths, begin, read, failed } = filesOf(params, kit);

  const readOne = (file: number, done: () => void): void => {
    kit.emit(begin, 0, file, 0);
    readFile(paths[file] ?? '', (error, bytes) => {
      if (error === null) kit.emit(read, 0, file, kit.crc32(bytes));
      else kit.emit(failed, 0, file, numberOf(error));
      done();
    });
  };

  /** Where the next slice goes on: over all of them each file is read as often as in rounds. */
  let next = 0;

  const readAll = (count: number, done: () => void): void => {
    const end = next + count;
    let left = count;
    const readNext = (): void => {
      if (next < end) readOne(next++ % files, oneDone);
    };
    const oneDone = (): void => {
      if (--left === 0) done();
      else readNext();
    };
    for (let i = Math.min(inFlight, count); i > 0; i--) readNext();
  };

  return {
    round: () =>
      new Promise((resolve) => {
        next = 0;
        readAll(files, () => resolve(files));
      }),
    slice: (operations) => new Promise((resolve) => readAll(operations, resolve)),
    close() {},
  };
}
