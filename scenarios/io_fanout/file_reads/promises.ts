// io_fanout.file_reads with promises: as many workers as reads may be under way, each awaiting one `readFile` after the other.
import { readFile } from 'node:fs/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { filesOf, numberOf } from './files.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { files, inFlight, paths, begin, read, failed } = filesOf(params, kit);

  const readOne = async (file: number): Promise<void> => {
    kit.emit(begin, 0, file, 0);
    try {
      kit.emit(read, 0, file, kit.crc32(await readFile(paths[file] ?? '')));
    } catch (error) {
      kit.emit(failed, 0, file, numberOf(error));
    }
  };

  /** Where the next slice goes on: over all of them each file is read as often as in rounds. */
  let next = 0;

  const readAll = async (count: number): Promise<void> => {
    const end = next + count;
    const worker = async (): Promise<void> => {
      while (next < end) await readOne(next++ % files);
    };
    await Promise.all(Array.from({ length: Math.min(inFlight, count) }, worker));
  };

  return {
    async round() {
      next = 0;
      await readAll(files);
      return files;
    },
    slice: readAll,
    close() {},
  };
}
