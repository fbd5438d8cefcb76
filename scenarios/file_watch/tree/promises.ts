// file_watch.tree with promises: a loop over the notices of each directory of the tree, begun and ended as directories come and go.
import { once } from 'node:events';
import { lstatSync, readdirSync } from 'node:fs';
import { readFile, watch } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

const FRAME_BYTES = 12;
const TO_WRITER = { go: 1, state: 2, bye: 3 };
const FROM_WRITER = { settled: 1, done: 3, acted: 4 };
const STRAY_KEY = 0xffffffff;
/** Where the digest of a content would stand. */
const ABSENT = 0xffffffff;
/** The root of the tree, as all other paths relative to itself. */
const ROOT = '.';

interface WatchedFile {
  /** `STRAY_KEY` for all that nobody touches. */
  readonly key: number;
  /** CRC-32 of the content, or `ABSENT`. */
  digest: number;
  heldAt: number;
}

interface Answer {
  readonly kind: number;
  readonly key: number;
  readonly act: number;
}

interface Kinds {
  readonly created: number;
  readonly modified: number;
  readonly removed: number;
  readonly settled: number;
  readonly stray: number;
}

class Tree implements Workload {
  readonly #kit: Kit;
  readonly #kinds: Kinds;
  readonly #root: string;
  readonly #leaves: readonly string[];
  readonly #files: Map<string, WatchedFile>;
  readonly #writer: Socket;
  readonly #answers: AsyncIterator<Answer>;
  /** What ends the watch of each directory. */
  readonly #watches = new Map<string, AbortController>();
  /** Paths that a notice was about and that were not looked at since. */
  readonly #dirty = new Set<string>();
  #opening = true;
  #looking = false;
  #changes = 0;

  constructor(kit: Kit, leaves: readonly string[], writer: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as Kinds & Kit['kinds'];
    this.#root = join(kit.directory, 'watched');
    this.#leaves = leaves;
    this.#files = new Map(leaves.map((path, key) => [path, { key, digest: ABSENT, heldAt: 0 }]));
    this.#writer = writer;
    this.#answers = answersOf(writer);
  }

  /** Arms the watches of the directories that are there, and learns what the files in them hold. */
  async begin(): Promise<void> {
    this.#dirty.add(ROOT);
    await this.#look();
    this.#opening = false;
  }

  async round(): Promise<number> {
    this.#changes = 0;
    let settled = 0;
    this.#send(TO_WRITER.go, 0, 0);
    for (;;) {
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.done) return settled;
      if (answer.kind === FROM_WRITER.acted) this.#send(TO_WRITER.go, 0, 0);
      if (answer.kind !== FROM_WRITER.settled) continue;
      settled += 1;
      this.#settle(answer);
    }
  }

  close(): void {
    this.#disarm(ROOT);
    this.#writer.end(frame(TO_WRITER.bye, 0, 0));
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
        this.#holds(path, await stateOf(this.#kit, join(this.#root, path)));
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
    for (const path of this.#files.keys()) if (isBelow(path, directory)) this.#dirty.add(path);
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

  #file(path: string): WatchedFile {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const file = { key: STRAY_KEY, digest: ABSENT, heldAt: 0 };
    this.#files.set(path, file);
    return file;
  }

  #holds(path: string, digest: number): void {
    const file = this.#file(path);
    if (digest === file.digest) return;
    const { created, modified, removed, stray } = this.#kinds;
    const kind = file.digest === ABSENT ? created : digest === ABSENT ? removed : modified;
    file.digest = digest;
    file.heldAt = this.#kit.now();
    if (this.#opening) return;
    if (file.key === STRAY_KEY) return this.#kit.emit(stray, STRAY_KEY, 0, digest);
    this.#kit.emit(kind, file.key, this.#changes++, digest);
    this.#send(TO_WRITER.state, file.key, digest);
  }

  #settle({ key, act }: Answer): void {
    const file = this.#file(this.#leaves[key] ?? ROOT);
    this.#kit.emit(this.#kinds.settled, key, act, file.digest);
    this.#kit.sample(file.heldAt);
  }

  #send(kind: number, a: number, b: number): void {
    this.#writer.write(frame(kind, a, b));
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const endpoint = kit.endpoint('writer');
  if (endpoint?.kind !== 'tcp') throw new RangeError('file_watch.tree needs the TCP endpoint "writer"');
  const writer = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  await once(writer, 'connect');
  const workload = new Tree(kit, leavesOf(Number(params['branches']), Number(params['depth'])), writer);
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

async function stateOf(kit: Kit, path: string): Promise<number> {
  try {
    return kit.crc32(await readFile(path));
  } catch {
    return ABSENT;
  }
}

async function* answersOf(writer: AsyncIterable<Buffer>): AsyncGenerator<Answer, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of writer) {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES)
      yield {
        kind: all.readUInt32LE(at),
        key: all.readUInt32LE(at + 4),
        act: all.readUInt32LE(at + 8),
      };
    rest = all.subarray(whole);
  }
}

function frame(kind: number, a: number, b: number): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_BYTES);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}
