// io_fanout.file_reads, bare: as many workers as reads may be under way, each awaiting one `readFile` after the other.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export function open({ files, inFlight }, { directory }) {
  const paths = Array.from({ length: files }, (_, file) => join(directory, String(file)));
  return {
    async round() {
      let next = 0;
      let bytes = 0;
      let missing = 0;
      const worker = async () => {
        while (next < files) {
          try {
            bytes += (await readFile(paths[next++])).length;
          } catch {
            missing++;
          }
        }
      };
      await Promise.all(Array.from({ length: Math.min(inFlight, files) }, worker));
      return bytes > 0 && missing < files ? files : 0;
    },
  };
}
