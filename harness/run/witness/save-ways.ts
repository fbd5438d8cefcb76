// The ways in which editors save a file, as plain synchronous system calls.
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SaveWay } from '../../contract/act.ts';
import { perform } from './file-acts.ts';

/** The file exists. What else the way makes is gone when this returns. */
export function saveBy(way: SaveWay, path: string, bytes: Uint8Array): void {
  const [directory, name] = [dirname(path), basename(path)];
  WAYS[way]({
    directory,
    path,
    draft: join(directory, `.${name}.tmp`),
    backup: join(directory, `.${name}~`),
    bytes,
  });
}

interface Save {
  readonly directory: string;
  readonly path: string;
  /** What is written here becomes the file. */
  readonly draft: string;
  /** What the file was goes here. */
  readonly backup: string;
  readonly bytes: Uint8Array;
}

const WAYS: Readonly<Record<SaveWay, (save: Save) => void>> = {
  'in-place': ({ path, bytes }) => perform({ kind: 'overwrite', path, bytes }),
  'rename-over': renameOver,
  synced(save) {
    writeDraft(save);
    sync(save.draft);
    renameSync(save.draft, save.path);
    sync(save.directory);
  },
  'by-descriptor': renameByDescriptor,
  'backup-first'({ path, backup, bytes }) {
    renameSync(path, backup);
    perform({ kind: 'overwrite', path, bytes });
    unlinkSync(backup);
  },
  recreate({ path, bytes }) {
    unlinkSync(path);
    perform({ kind: 'overwrite', path, bytes });
  },
  'backup-copy'({ path, backup, bytes }) {
    copyFileSync(path, backup);
    perform({ kind: 'overwrite', path, bytes });
    unlinkSync(backup);
  },
  'link-backup'(save) {
    linkSync(save.path, save.backup);
    renameOver(save);
    unlinkSync(save.backup);
  },
  'link-draft'(save) {
    writeDraft(save);
    unlinkSync(save.path);
    linkSync(save.draft, save.path);
    unlinkSync(save.draft);
  },
};

function writeDraft({ draft, bytes }: Save): void {
  perform({ kind: 'overwrite', path: draft, bytes });
}

/** A reader sees the old content or the new one, never a part. */
function renameOver(save: Save): void {
  writeDraft(save);
  renameSync(save.draft, save.path);
}

/** As `renameat` of a directory that is open: names are looked up from there, whatever the directory is called meanwhile. */
function renameByDescriptor(save: Save): void {
  const descriptor = openSync(save.directory, 'r');
  try {
    const open = `/proc/self/fd/${descriptor}`;
    const through = (path: string): string => (existsSync(open) ? join(open, basename(path)) : path);
    renameOver({ ...save, path: through(save.path), draft: through(save.draft) });
  } finally {
    closeSync(descriptor);
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
