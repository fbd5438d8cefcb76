// A store in a folder: each file is written beside its place and linked there, so that it is there whole or not, and never replaced.
import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FailureError, failure } from '../contract/failure.ts';
import { kindAt, readForeignText } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { discard, syncFolder, writeThrough } from '../store/atomic-write.ts';
import { codeOf, writeFailure } from '../store/file-failure.ts';
import { FORMAT_PATH } from './archive-files.ts';
import type { Addition, ArchiveBackend, ArchivePath, ArchiveText, Opening } from './backend.ts';

/** EL3101 where there is nothing to read, or something else than a store. */
export function openFolder(root: string, opening: Opening): ArchiveBackend {
  const trouble = troubleAt(root, opening);
  if (trouble !== null)
    throw new FailureError(
      failure(
        'EL3101',
        `There is no store in ${root}: ${trouble}.`,
        'Name another place with --store: one that is there, or for `evenloop store add` a new folder.',
      ),
    );
  return {
    title: `folder ${root}`,
    list: async () => listed(root),
    read: (paths) => texts(root, paths),
    add: async (files) => added(root, files),
    remove: async (paths) => {
      for (const path of paths) rmSync(join(root, path), { force: true });
    },
  };
}

/** `format.json` is written before everything else, so a folder that has other files and not that one is somebody else's. */
function troubleAt(root: string, opening: Opening): string | null {
  const kind = kindAt(root);
  if (kind === 'nothing') return opening === 'read' ? 'there is nothing' : null;
  if (kind !== 'folder') return 'it is not a folder';
  const names = readdirSync(root).filter((name) => !name.endsWith('.tmp'));
  if (names.includes(FORMAT_PATH) || (names.length === 0 && opening === 'add')) return null;
  return names.length === 0 ? 'it is empty' : `it has other files and no ${FORMAT_PATH}`;
}

/** Hidden files are those of a writer at work, or of one that was killed: they are listed too, and `verify` names them. */
function listed(root: string): ArchivePath[] {
  const found: ArchivePath[] = [];
  const look = (below: string): void => {
    const names = readdirSync(join(root, below), { withFileTypes: true });
    for (const entry of names) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) look(path);
      else found.push(pathAt(root, path));
    }
  };
  look('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Another process may have taken it away meanwhile. */
function pathAt(root: string, path: string): ArchivePath {
  const found = lstatSync(join(root, path), { throwIfNoEntry: false });
  return { path, bytes: found?.size ?? 0, file: found?.isFile() ?? false };
}

async function* texts(
  root: string,
  paths: readonly ArchivePath[],
): AsyncGenerator<readonly [ArchivePath, ArchiveText]> {
  for (const path of paths) yield [path, textAt(join(root, path.path))];
}

function textAt(path: string): ArchiveText {
  try {
    return { ok: true, text: readForeignText(path, { ...STORED.archived, links: 'refused' }) };
  } catch (error) {
    return { ok: false, reason: `it cannot be read (${codeOf(error)})` };
  }
}

function added(root: string, files: readonly (readonly [path: string, text: string])[]): Addition {
  let any = false;
  for (const [path, text] of files) {
    const end = addFile(join(root, path), text);
    if (end === 'conflict') return { kind: 'conflict', path };
    if (end === 'added') any = true;
  }
  return { kind: any ? 'added' : 'present' };
}

/** A link takes the place of nothing: of processes that add under one name, one does, and the others find what it wrote. */
function addFile(path: string, text: string): Addition['kind'] {
  const folder = dirname(path);
  const temporary = join(folder, `.${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return sameAt(path, text);
    writeThrough(temporary, text, 'wx');
    linkSync(temporary, path);
    syncFolder(folder);
    return 'added';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return sameAt(path, text);
    throw new FailureError(writeFailure(path, error));
  } finally {
    discard(temporary);
  }
}

function sameAt(path: string, text: string): 'present' | 'conflict' {
  const found = textAt(path);
  return found.ok && found.text === text ? 'present' : 'conflict';
}
