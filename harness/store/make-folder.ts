// Makes a folder and its parents. It terminates for every answer of the file system.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './file-failure.ts';

/**
 * Like `mkdirSync` with `recursive`, which never returns below `/proc`: there the parent exists and making a child still
 * answers ENOENT. Throws the error of the file system.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}
