// Reads the text files of the kernel. Null where that fails: no such file, no permission, another system.
import { readFileSync, readdirSync } from 'node:fs';

/** The view of a machine through its text files: what tests replace by a made-up one. */
export interface TextFiles {
  read(path: string): string | null;
  list(path: string): readonly string[];
}

export const textFiles: TextFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
};
