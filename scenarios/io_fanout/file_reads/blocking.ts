// io_fanout.file_reads as blocking code: one `readFileSync` after the other. The floor that all others are measured by.
import { readFileSync } from 'node:fs';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { filesOf, numberOf } from './files.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { files, paths, begin, read, failed } = filesOf(params, kit);

  const readOne = (file: number): void => {
    kit.emit(begin, 0, file, 0);
    try {
      kit.emit(read, 0, file, kit.crc32(readFileSync(paths[file] ?? '')));
    } catch (error) {
      kit.emit(failed, 0, file, numberOf(error));
    }
  };

  /** Where the next slice goes on: over all of them each file is read as often as in rounds. */
  let next = 0;

  return {
    round() {
      for (let file = 0; file < files; file++) readOne(file);
      return files;
    },
    slice(operations) {
      for (let i = 0; i < operations; i++) readOne(next++ % files);
    },
    close() {},
  };
}
