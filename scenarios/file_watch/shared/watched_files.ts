// The files of a watched directory: which of them the writer writes, and what each held when it was last read.
import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kit } from '../../../harness/contract/kit.ts';

/** The key of all files that nobody writes. */
export const STRAY_KEY = 0xffffffff;

/** Stands for the digest of a file that is not there, where files come and go. */
export const ABSENT = 0xffffffff;

/** The digest of no bytes: where no file ever goes, one that cannot be read holds nothing. */
export const EMPTY = 0;

export interface WatchedFile {
  readonly path: string;
  /** What the writer calls the file, or `STRAY_KEY`. */
  readonly key: number;
  /** CRC-32 of the content, or what stands for it when there is none. */
  digest: number;
  /** When that content was first held. */
  heldAt: number;
  /** True while the file is being read, in styles that begin to read at each notice. */
  reading: boolean;
  /** A notice came while the file was being read. */
  again: boolean;
}

/** The files of one directory by name. One that is asked for and not known is a stray that was not there before. */
export class WatchedFiles {
  readonly directory: string;
  readonly #names: readonly string[];
  readonly #absent: number;
  readonly #files: Map<string, WatchedFile>;

  /** `names` are those that the writer writes, by key; `absent` is the digest of what is not there. */
  constructor(directory: string, names: readonly string[], absent: number) {
    this.directory = directory;
    this.#names = names;
    this.#absent = absent;
    this.#files = new Map(names.map((name, key) => [name, this.#absentFile(name, key)]));
  }

  named(name: string): WatchedFile {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const file = this.#absentFile(name, STRAY_KEY);
    this.#files.set(name, file);
    return file;
  }

  withKey(key: number): WatchedFile {
    return this.named(this.#names[key] ?? '');
  }

  names(): IterableIterator<string> {
    return this.#files.keys();
  }

  all(): IterableIterator<WatchedFile> {
    return this.#files.values();
  }

  /** Learns what each file of the directory holds, before the watch is armed. */
  snapshot(kit: Kit): void {
    for (const entry of readdirSync(this.directory, { withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = this.named(entry.name);
      file.digest = kit.crc32(readFileSync(file.path));
    }
  }

  #absentFile(name: string, key: number): WatchedFile {
    const path = join(this.directory, name);
    return { path, key, digest: this.#absent, heldAt: 0, reading: false, again: false };
  }
}

/** The files of `directory` and what they hold now. */
export function snapshotOf(
  kit: Kit,
  directory: string,
  names: readonly string[],
  absent: number,
): WatchedFiles {
  const files = new WatchedFiles(directory, names, absent);
  files.snapshot(kit);
  return files;
}

/** The names of `count` files by key. */
export function namesOf(count: number, nameOf: (key: number) => string): string[] {
  return Array.from({ length: count }, (_, key) => nameOf(key));
}

/** The names that most scenarios give to the files that are written. */
export function noteNames(count: number): string[] {
  return namesOf(count, (key) => `note${key}.txt`);
}

export async function digestOf(kit: Kit, path: string, absent: number): Promise<number> {
  try {
    return kit.crc32(await readFile(path));
  } catch {
    return absent;
  }
}
