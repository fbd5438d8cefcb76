// The folders that the doctor tries things in: when it stops waiting, none of them stays, whatever is still under way in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface TemporaryFolders {
  /** A new folder below this one. Throws what the system says where there can be none, and an error after the end. */
  make(parent: string): string;
  remove(folder: string): void;
  /** Removes all that are left. */
  end(): void;
}

export function openTemporaryFolders(): TemporaryFolders {
  const made = new Set<string>();
  let ended = false;
  const remove = (folder: string): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    made.delete(folder);
  };
  return {
    make(parent) {
      if (ended) throw new Error('the examination is over');
      // At once: one that is still being made when the process ends could not be removed.
      const folder = mkdtempSync(join(parent, '.evenloop-doctor-'));
      made.add(folder);
      return folder;
    },
    remove,
    end() {
      ended = true;
      for (const folder of made) remove(folder);
    },
  };
}
