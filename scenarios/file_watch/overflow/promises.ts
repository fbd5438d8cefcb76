// file_watch.overflow with promises: a `for await` over notices that nobody comes to for a while, because the thread is busy.
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
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
/** What is written behind the flood, and after it: the only files whose contents change. */
const NAMES = ['last.txt', 'later.txt'];
/** A flood takes some tens of milliseconds. */
const LONGEST_STALL_NS = 4e9;
/** Where the digest of a content would stand. */
const ABSENT = 0xffffffff;

interface WatchedFile {
  readonly path: string;
  /** `STRAY_KEY` for all that nobody touches. */
  readonly key: number;
  /** CRC-32 of the content, or `ABSENT`. */
  digest: number;
}

interface Answer {
  readonly kind: number;
  readonly key: number;
  readonly act: number;
}

interface Kinds {
  readonly modified: number;
  readonly overflow: number;
  readonly repaired: number;
  readonly settled: number;
  readonly stray: number;
}

class Overflow implements Workload {
  readonly #kit: Kit;
  readonly #kinds: Kinds;
  readonly #directory: string;
  readonly #files: Map<string, WatchedFile>;
  readonly #writer: Socket;
  readonly #answers: AsyncIterator<Answer>;
  readonly #end = new AbortController();
  /** Names that a notice was about and that were not looked at since. */
  readonly #dirty = new Set<string>();
  #looking = false;
  #looked: Promise<void> = Promise.resolve();
  #changes = 0;
  #stirred: () => void = () => {};

  constructor(kit: Kit, directory: string, files: Map<string, WatchedFile>, writer: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as Kinds & Kit['kinds'];
    this.#directory = directory;
    this.#files = files;
    this.#writer = writer;
    this.#answers = answersOf(writer);
  }

  /** One flood, met by a loop that does not turn while it comes. */
  async round(): Promise<number> {
    this.#changes = 0;
    const stirred = new Promise<void>((resolve) => {
      this.#stirred = resolve;
    });
    this.#send(TO_WRITER.go, 0, 0);
    this.#stall();
    // The writer has said that the flood is over; there is room in the queue again when the first notice has been taken.
    await this.#answers.next();
    await stirred;
    this.#send(TO_WRITER.go, 0, 0);
    for (;;) {
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.done) return 1;
      if (answer.kind === FROM_WRITER.acted) {
        // To ask on says that everything that is known has been told.
        await this.#looked;
        this.#send(TO_WRITER.go, 0, 0);
      }
      if (answer.kind === FROM_WRITER.settled) this.#settle(answer);
    }
  }

  close(): void {
    this.#end.abort();
    this.#writer.end(frame(TO_WRITER.bye, 0, 0));
  }

  /** Keeps the thread busy, as a long computation would, until the flood is over. */
  #stall(): void {
    const over = join(this.#kit.directory, `flooded${this.#kit.round}`);
    const latest = this.#kit.now() + LONGEST_STALL_NS;
    while (!existsSync(over)) if (this.#kit.now() > latest) throw new Error('the flood never ended');
  }

  /** Ends when the workload is closed. The body does not await: the iterator drops notices while its consumer is busy. */
  async watchOn(): Promise<void> {
    try {
      for await (const { filename } of watch(this.#directory, { signal: this.#end.signal }))
        this.#noticed(filename);
    } catch (error) {
      if (!this.#end.signal.aborted) this.#writer.destroy(error instanceof Error ? error : undefined);
    }
  }

  #noticed(name: string | null): void {
    this.#stirred();
    if (name === null) this.#kit.emit(this.#kinds.overflow, 0, 0, 0);
    // Without a name anything may have changed.
    const names = name === null ? [...this.#files.keys(), ...readdirSync(this.#directory)] : [name];
    for (const each of names) this.#dirty.add(each);
    if (!this.#looking) this.#looked = this.#look();
  }

  /** Looks at one file at a time, in the order of the notices, so that an older state never overtakes a newer one. */
  async #look(): Promise<void> {
    this.#looking = true;
    for (const name of this.#dirty) {
      this.#dirty.delete(name);
      const file = this.#file(name);
      this.#holds(file, await stateOf(this.#kit, file.path));
    }
    this.#looking = false;
  }

  #file(name: string): WatchedFile {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const file = { path: join(this.#directory, name), key: STRAY_KEY, digest: ABSENT };
    this.#files.set(name, file);
    return file;
  }

  #holds(file: WatchedFile, digest: number): void {
    if (digest === file.digest) return;
    file.digest = digest;
    if (file.key === STRAY_KEY) return this.#kit.emit(this.#kinds.stray, STRAY_KEY, 0, digest);
    this.#kit.emit(this.#kinds.modified, file.key, this.#changes++, digest);
    this.#send(TO_WRITER.state, file.key, digest);
  }

  #settle({ key, act }: Answer): void {
    const file = this.#file(nameOf(key));
    this.#kit.emit(key === 0 ? this.#kinds.repaired : this.#kinds.settled, key, act, file.digest);
  }

  #send(kind: number, a: number, b: number): void {
    this.#writer.write(frame(kind, a, b));
  }
}

export async function open(_params: Parameters, kit: Kit): Promise<Workload> {
  const endpoint = kit.endpoint('writer');
  if (endpoint?.kind !== 'tcp') throw new RangeError('file_watch.overflow needs the TCP endpoint "writer"');
  const writer = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  await once(writer, 'connect');
  const directory = join(kit.directory, 'watched');
  const files = snapshot(kit, directory);
  const workload = new Overflow(kit, directory, files, writer);
  // Runs up to its first notice at once: the watch is armed when `open` answers.
  void workload.watchOn();
  return workload;
}

const nameOf = (key: number): string => NAMES[key] ?? '';

/** What every file holds before the watch is armed: those that change, and those that are flooded with what they hold. */
function snapshot(kit: Kit, directory: string): Map<string, WatchedFile> {
  const keys = new Map(NAMES.map((name, key) => [name, key]));
  return new Map(
    readdirSync(directory).map((name) => {
      const path = join(directory, name);
      const digest = kit.crc32(readFileSync(path));
      return [name, { path, key: keys.get(name) ?? STRAY_KEY, digest }];
    }),
  );
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
