// Edits of files as plain synchronous system calls: what a witness does to a watched file.
import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';

const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;

/** One edit, prepared so far that only system calls are left. */
export type FileAct =
  /** Open with O_TRUNC, write, close: the ordinary save. */
  | { readonly kind: 'overwrite'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'append'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly path: string; readonly length: number }
  /** Writes the same bytes over themselves, without O_TRUNC: at no moment is the content another one. */
  | { readonly kind: 'rewrite'; readonly path: string; readonly bytes: Uint8Array };

const FLAGS = {
  overwrite: O_WRONLY | O_CREAT | O_TRUNC,
  append: O_WRONLY | O_APPEND,
  truncate: O_WRONLY,
  rewrite: O_WRONLY,
} as const;

export function perform(act: FileAct): void {
  const file = openSync(act.path, FLAGS[act.kind], 0o644);
  try {
    if (act.kind === 'truncate') ftruncateSync(file, act.length);
    else writeWhole(file, act.bytes);
  } finally {
    closeSync(file);
  }
}

/** A write may be cut short by a signal or a full disk; the rest follows, or the error comes with it. */
function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}
