// Acts on files and directories as plain synchronous system calls: what a witness does to a watched tree.
import {
  chmodSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlannedAct } from '../../contract/act-plan.ts';
import type { UnnoticedAct } from '../../contract/act.ts';
import { assertNever } from '../../contract/failure.ts';
import { directoryIsMade } from '../../contract/stimulus.ts';
import type { WitnessContext } from './context.ts';
import { perform } from './file-acts.ts';
import { saveBy } from './save-ways.ts';

/** The kernel's default, for machines that do not report theirs. */
const USUAL_QUEUE = 16_384;
/** Rather fail than flood for minutes. */
const LONGEST_QUEUE = 1_048_576;
/** Hard links and the like: in the invocation's directory, which is not watched. */
const ALIAS = 'alias';

/** All but `rest` and `turn`, in which nothing is done. */
export function performAct(
  { act, index, contents }: PlannedAct,
  round: number,
  context: WitnessContext,
): void {
  const { directory, secret } = context;
  const at = (path: string): string => join(directory, path);
  const [content = new Uint8Array(0)] = contents;
  switch (act.op) {
    case 'write':
      return perform({ kind: 'overwrite', path: at(act.file), bytes: content });
    case 'save':
      return saveBy('rename-over', at(act.file), content);
    case 'resave':
      for (const each of contents) saveBy(act.way, at(act.file), each);
      return;
    case 'recreate':
      unlinkSync(at(act.file));
      return perform({ kind: 'overwrite', path: at(act.file), bytes: content });
    case 'remove':
      return unlinkSync(at(act.file));
    case 'rename':
      return renameSync(at(act.file), at(act.to));
    case 'plant':
      for (const [leaf, { file }] of act.leaves.entries()) plant(at(file), contents[leaf] ?? content);
      return;
    case 'uproot':
      return rmSync(at(act.directory), { recursive: true });
    case 'unnoticed':
      return disturb(act.what, at(act.file), at(ALIAS));
    case 'flood':
      return flood(act.files.map(at), act.beyond);
    case 'mark':
      return writeFileSync(at(`${act.file}${round}`), '');
    case 'maybe-mkdir':
      rmSync(at(act.directory), { recursive: true, force: true });
      if (directoryIsMade(secret, round, index)) mkdirSync(at(act.directory));
      return;
    case 'rest':
    case 'turn':
      return;
    default:
      assertNever(act);
  }
}

function plant(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  perform({ kind: 'overwrite', path, bytes });
}

function disturb(what: UnnoticedAct, path: string, alias: string): void {
  switch (what) {
    case 'chmod':
      return chmodSync(path, statSync(path).mode ^ 0o011);
    case 'touch':
      return utimesSync(path, 1, 1 + (statSync(path).mtimeMs % 1000));
    case 'read':
      return void readFileSync(path);
    case 'open':
      return closeSync(openSync(path, 'r+'));
    case 'link':
      linkSync(path, alias);
      return unlinkSync(alias);
    case 'rewrite':
      return perform({ kind: 'rewrite', path, bytes: readFileSync(path) });
    default:
      assertNever(what);
  }
}

/** Two files alternate, because the kernel merges a notice that equals the last one in its queue. */
function flood(paths: readonly string[], beyond: number): void {
  const files = paths.map((path) => ({
    file: openSync(path, 'r+'),
    first: readFileSync(path).subarray(0, 1),
  }));
  try {
    const notices = queueLength() + beyond;
    for (let i = 0; i < notices; i++) {
      const { file, first } = files[i % files.length] as (typeof files)[number];
      writeSync(file, first, 0, 1, 0);
    }
  } finally {
    for (const { file } of files) closeSync(file);
  }
}

function queueLength(): number {
  let length = USUAL_QUEUE;
  try {
    length = Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'latin1'));
  } catch {
    // No inotify here: what else there is, is no longer.
  }
  if (length > LONGEST_QUEUE) throw new Error(`the kernel queues ${length} notices: too many to overflow`);
  return length;
}
