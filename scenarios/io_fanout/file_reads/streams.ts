// io_fanout.file_reads with streams: each file is a read stream, digested chunk by chunk as it flows.
import { createReadStream } from 'node:fs';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { filesOf, numberOf } from './files.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { files, inFlight, paths, begin, read, failed } = filesOf(params, kit);

  const readOne = (file: number): Promise<void> =>
    new Promise((resolve) => {
      kit.emit(begin, 0, file, 0);
      let digest = 0;
      createReadStream(paths[file] ?? '')
        .on('data', (chunk) => {
          digest = kit.crc32(typeof chunk === 'string' ? Buffer.from(chunk) : chunk, digest);
        })
        .on('end', () => kit.emit(read, 0, file, digest))
        .on('error', (error) => kit.emit(failed, 0, file, numberOf(error)))
        .on('close', resolve);
    });

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
