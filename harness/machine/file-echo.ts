// Writes a file in a watched folder and waits for the notice: what no limit and no option shows, a file system does or does not.
import { watch } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EchoAnswer } from './seen.ts';
import type { TemporaryFolders } from './temporary-folders.ts';

/** How a folder is watched; a test has one that stays silent. */
export type Watch = (folder: string, onNotice: () => void, onError: (error: Error) => void) => () => void;

const byFileSystem: Watch = (folder, onNotice, onError) => {
  const watcher = watch(folder, { persistent: false }, onNotice).on('error', onError);
  return () => watcher.close();
};

/** In a folder of its own below `parent`, which is gone afterwards. */
export async function fileEcho(
  parent: string,
  folders: TemporaryFolders,
  limitMs: number,
  watchFolder: Watch = byFileSystem,
): Promise<EchoAnswer> {
  let folder: string | null = null;
  try {
    folder = folders.make(parent);
    return await noticeIn(folder, limitMs, watchFolder);
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  } finally {
    if (folder !== null) folders.remove(folder);
  }
}

async function noticeIn(folder: string, limitMs: number, watchFolder: Watch): Promise<EchoAnswer> {
  const startedMs = performance.now();
  let end = (): void => {};
  const notice = new Promise<EchoAnswer>((resolve) => {
    const onError = ({ message }: Error): void => resolve({ trouble: message });
    const stop = watchFolder(folder, () => resolve({ ms: performance.now() - startedMs }), onError);
    const timer = setTimeout(() => resolve({ trouble: `no notice came within ${limitMs} ms` }), limitMs);
    end = () => {
      clearTimeout(timer);
      stop();
    };
  });
  try {
    await writeFile(join(folder, 'change'), 'x');
    return await notice;
  } finally {
    end();
  }
}
