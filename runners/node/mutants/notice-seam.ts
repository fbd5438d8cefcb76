// The seam of file notices: `watch` of fs/promises.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import type { FileChangeInfo } from 'node:fs/promises';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { join } from 'node:path';
import timers from 'node:timers/promises';
import { shuffled } from '../../../harness/contract/payload.ts';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

type Notice = FileChangeInfo<string>;
/** Takes a notice in and hands over as many as it likes, now or later. */
type Relay = (notice: Notice, hand: (notice: Notice) => void) => void;
type WatchOptions = { readonly signal?: AbortSignal };

const sleep = timers.setTimeout;

export function patchNotices(patch: Patch, moment: Moment): void {
  const relayOf = relayMaker(patch, moment);
  if (relayOf === null) return;
  const { watch } = promises;
  const lateMs = patch.act === 'late-watch' && moment.active ? patch.ms : 0;
  Object.assign(promises, {
    watch: (directory: string, options: WatchOptions = {}) => {
      const queue = makeQueue();
      void pump(() => watch(directory, options), lateMs, relayOf(directory), queue);
      return queue;
    },
  });
  syncBuiltinESMExports();
}

async function pump(
  watch: () => AsyncIterable<Notice>,
  lateMs: number,
  relay: Relay,
  queue: Queue,
): Promise<void> {
  try {
    if (lateMs > 0) await sleep(lateMs);
    for await (const notice of watch()) relay(notice, queue.push);
  } catch (error) {
    queue.fail(error);
  }
}

interface Queue extends AsyncIterable<Notice> {
  readonly push: (notice: Notice) => void;
  readonly fail: (error: unknown) => void;
}

function makeQueue(): Queue {
  const waiting: Notice[] = [];
  let failure: { readonly error: unknown } | null = null;
  let wake = (): void => {};
  return {
    push(notice) {
      waiting.push(notice);
      wake();
    },
    fail(error) {
      failure = { error };
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const notice = waiting.shift();
        if (notice !== undefined) yield notice;
        else if (failure !== null) throw failure.error;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** Null for patches of other seams. */
function relayMaker(patch: Patch, moment: Moment): ((directory: string) => Relay) | null {
  if (patch.act === 'late-watch') return () => (notice, hand) => hand(notice);
  if (patch.act === 'leading-edge') return () => whileActing(moment, leadingEdge(patch.ms));
  if (patch.act === 'follow-inode') return (directory) => whileActing(moment, followInode(directory));
  if (patch.act === 'lose-new-name') return (directory) => whileActing(moment, loseNewName(directory));
  if (patch.act === 'poll')
    return (directory) => {
      if (moment.active && patch.child) lookFromChild(directory, patch.ms);
      if (moment.active && !patch.child) setInterval(() => lookAt(directory), patch.ms).unref();
      return (notice, hand) => hand(notice);
    };
  if (patch.act === 'repeat-notices')
    return () =>
      whileActing(moment, (notice, hand) => {
        for (let i = Math.floor(moment.chance() * 3); i >= 0; i--) hand(notice);
      });
  if (patch.act === 'split-renames') return () => whileActing(moment, splitRename);
  if (patch.act === 'merge-notices') return () => whileActing(moment, merging(patch.ms, moment));
  if (patch.act === 'ghost-notices') return (directory) => whileActing(moment, ghosts(directory, moment));
  return null;
}

function lookAt(directory: string): void {
  for (const name of readdirSync(directory)) statSync(join(directory, name), { throwIfNoEntry: false });
}

/** The child ends when its parent does: by its standard input. */
function lookFromChild(directory: string, ms: number): void {
  const look = `setInterval(() => fs.readdirSync(process.argv[1]), ${ms}); process.stdin.on('end', () => process.exit()).resume();`;
  const child = spawn(process.execPath, ['-e', look, directory], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // A pipe is a socket, whatever its type says.
  if (child.stdin instanceof Socket) child.stdin.unref();
}

function whileActing(moment: Moment, relay: Relay): Relay {
  return (notice, hand) => {
    if (moment.acts()) relay(notice, hand);
    else hand(notice);
  };
}

/** Here a name that goes and one that comes are told in one word already: what is left is to say it twice, and as a change. */
function splitRename(notice: Notice, hand: (notice: Notice) => void): void {
  hand(notice);
  if (notice.eventType === 'rename') hand({ ...notice, eventType: 'change' });
}

function leadingEdge(ms: number): Relay {
  const passed = new Map<string | null, number>();
  return (notice, hand) => {
    const now = performance.now();
    if (now - (passed.get(notice.filename) ?? Number.NEGATIVE_INFINITY) < ms) return;
    passed.set(notice.filename, now);
    hand(notice);
  };
}

/** Files are known by the numbers that they had when they were first seen. */
function followInode(directory: string): Relay {
  const inodes = new Map<string, bigint>();
  for (const name of readdirSync(directory)) inodes.set(name, inodeOf(directory, name));
  return (notice, hand) => {
    const name = notice.filename ?? '';
    const inode = inodeOf(directory, name);
    const known = inodes.get(name);
    if (known === undefined && inode !== 0n) inodes.set(name, inode);
    if (known === undefined || known === inode) hand(notice);
  };
}

function loseNewName(directory: string): Relay {
  const names = new Map<bigint, string>();
  const lost = new Set<string>();
  return (notice, hand) => {
    const name = notice.filename ?? '';
    const inode = inodeOf(directory, name);
    if (inode !== 0n && !name.startsWith('.')) {
      if ((names.get(inode) ?? name) !== name) lost.add(name);
      else names.set(inode, name);
    }
    if (!lost.has(name)) hand(notice);
  };
}

/** 0 where there is no such file. */
function inodeOf(directory: string, name: string): bigint {
  return statSync(join(directory, name), { bigint: true, throwIfNoEntry: false })?.ino ?? 0n;
}

function merging(ms: number, moment: Moment): Relay {
  const gathered = new Map<string | null, Notice>();
  return (notice, hand) => {
    if (gathered.size === 0)
      void sleep(ms).then(() => {
        const all = shuffled([...gathered.values()], () => Math.floor(moment.chance() * 2 ** 32));
        gathered.clear();
        for (const one of all) hand(one);
      });
    gathered.set(notice.filename, notice);
  };
}

function ghosts(directory: string, moment: Moment): Relay {
  const names = readdirSync(directory);
  return (notice, hand) => {
    hand(notice);
    const filename = names[Math.floor(moment.chance() * names.length)];
    if (filename !== undefined) hand({ eventType: 'change', filename });
  };
}
