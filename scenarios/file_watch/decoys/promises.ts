// file_watch.decoys with promises: `for await` over the notices of fs/promises, and a round that awaits one answer after the other.
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { readFile, watch } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { FROM_WRITER, TO_WRITER, answersOf, frame } from '../shared/writer_wire.ts';
import type { Answer } from '../shared/writer_wire.ts';

const STRAY_KEY = 0xffffffff;
/** Where the digest of a content would stand. */
const ABSENT = 0xffffffff;

interface WatchedFile {
  readonly path: string;
  /** `STRAY_KEY` for all that nobody touches. */
  readonly key: number;
  /** CRC-32 of the content, or `ABSENT`. */
  digest: number;
  heldAt: number;
}

interface Kinds {
  readonly modified: number;
  readonly settled: number;
  readonly stray: number;
}

class Decoys implements Workload {
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
  #changes = 0;

  constructor(kit: Kit, directory: string, files: Map<string, WatchedFile>, writer: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as Kinds & Kit['kinds'];
    this.#directory = directory;
    this.#files = files;
    this.#writer = writer;
    this.#answers = answersOf(writer);
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
    this.#end.abort();
    this.#writer.end(frame(TO_WRITER.bye, 0, 0));
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
    // Without a name anything may have changed.
    const names = name === null ? [...this.#files.keys(), ...readdirSync(this.#directory)] : [name];
    for (const each of names) this.#dirty.add(each);
    void this.#look();
  }

  /** Looks at one file at a time, in the order of the notices, so that an older state never overtakes a newer one. */
  async #look(): Promise<void> {
    if (this.#looking) return;
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
    const file = { path: join(this.#directory, name), key: STRAY_KEY, digest: ABSENT, heldAt: 0 };
    this.#files.set(name, file);
    return file;
  }

  /** A notice says that something happened; whether anything is different, only the content says. */
  #holds(file: WatchedFile, digest: number): void {
    if (digest === file.digest) return;
    file.digest = digest;
    file.heldAt = this.#kit.now();
    if (file.key === STRAY_KEY) return this.#kit.emit(this.#kinds.stray, STRAY_KEY, 0, digest);
    this.#kit.emit(this.#kinds.modified, file.key, this.#changes++, digest);
    this.#send(TO_WRITER.state, file.key, digest);
  }

  #settle({ a: key, b: act }: Answer): void {
    const file = this.#file(nameOf(key));
    this.#kit.emit(this.#kinds.settled, key, act, file.digest);
    this.#kit.sample(file.heldAt);
  }

  #send(kind: number, a: number, b: number): void {
    this.#writer.write(frame(kind, a, b));
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const endpoint = kit.endpoint('writer');
  if (endpoint?.kind !== 'tcp') throw new RangeError('file_watch.decoys needs the TCP endpoint "writer"');
  const writer = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  await once(writer, 'connect');
  const directory = join(kit.directory, 'watched');
  const files = snapshot(kit, directory, Number(params['files']));
  const workload = new Decoys(kit, directory, files, writer);
  // Runs up to its first notice at once: the watch is armed when `open` answers.
  void workload.watchOn();
  return workload;
}

const nameOf = (key: number): string => `note${key}.txt`;

/** What every file holds before the watch is armed: those that are written, and those that only look like them. */
function snapshot(kit: Kit, directory: string, files: number): Map<string, WatchedFile> {
  const keys = new Map(Array.from({ length: files }, (_, key) => [nameOf(key), key]));
  return new Map(
    readdirSync(directory).map((name) => {
      const path = join(directory, name);
      const digest = kit.crc32(readFileSync(path));
      return [name, { path, key: keys.get(name) ?? STRAY_KEY, digest, heldAt: 0 }];
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
