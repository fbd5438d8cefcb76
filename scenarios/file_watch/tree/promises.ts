// file_watch.tree with promises: a loop over the notices of each directory of the tree, begun and ended as directories come and go.
import { lstatSync, readdirSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { ABSENT, WatchedFiles, digestOf } from '../shared/watched_files.ts';
import type { WatchedFile } from '../shared/watched_files.ts';
import { FROM_WRITER, TO_WRITER, answersOf, connectToWriter, senderTo } from '../shared/writer_wire.ts';
import type { WriterAnswer, TakesFrame } from '../shared/writer_wire.ts';

/** The root of the tree, as all other paths relative to itself. */
const ROOT = '.';

class Tree implements Workload {
  readonly #kit: Kit;
  readonly #trace: StateTrace;
  readonly #root: string;
  readonly #files: WatchedFiles;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  readonly #answers: AsyncIterator<WriterAnswer>;
  /** What ends the watch of each directory. */
  readonly #watches = new Map<string, AbortController>();
  /** Paths that a notice was about and that were not looked at since. */
  readonly #dirty = new Set<string>();
  #opening = true;
  #looking = false;

  constructor(kit: Kit, leaves: readonly string[], writer: Socket) {
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#root = join(kit.directory, 'watched');
    this.#files = new WatchedFiles(this.#root, leaves, ABSENT);
    this.#writer = writer;
    this.#send = senderTo(writer);
    this.#answers = answersOf(writer);
  }

  /** Arms the watches of the directories that are there, and learns what the files in them hold. */
  async begin(): Promise<void> {
    this.#dirty.add(ROOT);
    await this.#look();
    this.#opening = false;
  }

  async round(): Promise<number> {
    this.#trace.beginRound();
    let settled = 0;
    this.#send(TO_WRITER.go, 0, 0);
    for (;;) {
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.done) return settled;
      if (answer.kind === FROM_WRITER.acted) this.#send(TO_WRITER.go, 0, 0);
      if (answer.kind !== FROM_WRITER.settled) continue;
      settled += 1;
      this.#settle(answer.a, answer.b);
    }
  }

  close(): void {
    this.#disarm(ROOT);
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
  }

  /** Looks at one path at a time, in the order of the notices, so that an older state never overtakes a newer one. */
  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    for (const path of this.#dirty) {
      this.#dirty.delete(path);
      if (isDirectory(join(this.#root, path))) this.#arm(path);
      else {
        if (this.#watches.has(path)) this.#gone(path);
        const file = this.#files.named(path);
        this.#holds(file, await digestOf(this.#kit, file.path, ABSENT));
      }
    }
    this.#looking = false;
  }

  /**
   * Watches first and looks then, so that nothing falls between. A notice about a directory that is watched already means that
   * it was replaced: the old watch is of something that is gone.
   */
  #arm(directory: string): void {
    this.#gone(directory);
    const end = new AbortController();
    this.#watches.set(directory, end);
    void this.#watchOn(directory, end.signal);
    for (const name of entriesOf(join(this.#root, directory))) this.#dirty.add(join(directory, name));
  }

  /** Of what is known below a directory nothing holds any more. */
  #gone(directory: string): void {
    this.#disarm(directory);
    for (const path of this.#files.names()) if (isBelow(path, directory)) this.#dirty.add(path);
  }

  #disarm(directory: string): void {
    for (const [path, end] of this.#watches)
      if (path === directory || isBelow(path, directory)) {
        this.#watches.delete(path);
        end.abort();
      }
  }

  /** Runs up to its first notice at once. The body does not await: the iterator drops notices while its consumer is busy. */
  async #watchOn(directory: string, signal: AbortSignal): Promise<void> {
    try {
      for await (const { filename } of watch(join(this.#root, directory), { signal })) {
        if (signal.aborted) return;
        // Editors save to a file of a hidden name first, which is nobody's business.
        if (filename?.startsWith('.') === true) continue;
        this.#dirty.add(filename === null ? directory : join(directory, filename));
        void this.#look();
      }
    } catch {
      // Aborted, or gone before it could be watched: then its parent has a notice of that.
    }
  }

  #holds(file: WatchedFile, digest: number): void {
    const before = file.digest;
    if (digest === before) return;
    file.digest = digest;
    file.heldAt = this.#kit.now();
    if (!this.#opening && this.#trace.changed(file, before)) this.#send(TO_WRITER.state, file.key, digest);
  }

  #settle(key: number, act: number): void {
    const file = this.#files.withKey(key);
    this.#trace.settled(file, act);
    this.#kit.sample(file.heldAt);
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const workload = new Tree(
    kit,
    leavesOf(Number(params['branches']), Number(params['depth'])),
    await connectToWriter(kit),
  );
  await workload.begin();
  return workload;
}

/** By key: of each branch the file at its end, then the one at its beginning. */
function leavesOf(branches: number, depth: number): string[] {
  return Array.from({ length: branches }, (_, branch) => [
    join(`branch${branch}`, ...Array.from({ length: depth - 1 }, () => 'inner'), 'leaf.txt'),
    join(`branch${branch}`, 'first.txt'),
  ]).flat();
}

const isBelow = (path: string, directory: string): boolean =>
  directory === ROOT || path.startsWith(`${directory}/`);

const isDirectory = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** None where the directory went away again. */
function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}
