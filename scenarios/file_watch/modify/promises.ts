// file_watch.modify with promises: `for await` over the notices of fs/promises, and a round that awaits one answer after the other.
import { readFileSync, readdirSync } from 'node:fs';
import { open as openFile, readFile, watch } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

const FRAME_BYTES = 12;
const TO_WRITER = { go: 1, state: 2, bye: 3 };
const FROM_WRITER = { settled: 1, lost: 2, done: 3 };
const STRAY_KEY = 0xffffffff;
/** The workload's own file, which it writes itself in slices. */
const OWN = 'own';

interface WatchedFile {
  readonly path: string;
  /** `STRAY_KEY` for all but the edited files. */
  readonly key: number;
  digest: number;
  heldAt: number;
  reading: boolean;
  /** A notice came while the file was being read. */
  again: boolean;
}

interface Answer {
  readonly kind: number;
  readonly key: number;
  readonly edit: number;
}

class Modify implements Workload {
  readonly #kit: Kit;
  readonly #kinds: { modified: number; settled: number; stray: number };
  readonly #files: Map<string, WatchedFile>;
  readonly #own: WatchedFile;
  readonly #ownFile: FileHandle;
  readonly #writer: Socket;
  readonly #answers: AsyncIterator<Answer>;
  readonly #end = new AbortController();
  #running = false;
  #modified = 0;
  readonly #ownContent: Buffer;
  #ownWrites = 0;
  #ownChanged: () => void = () => {};

  constructor(kit: Kit, files: Map<string, WatchedFile>, ownFile: FileHandle, bytes: number, writer: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as { modified: number; settled: number; stray: number };
    this.#files = files;
    this.#own = this.#file(OWN);
    this.#ownFile = ownFile;
    this.#ownContent = Buffer.alloc(bytes);
    this.#writer = writer;
    this.#answers = answersOf(writer);
  }

  async round(): Promise<number> {
    this.#running = true;
    this.#modified = 0;
    for (let settled = 0; ; ) {
      this.#send(TO_WRITER.go, 0, 0);
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.done) {
        this.#running = false;
        return settled;
      }
      if (answer.kind !== FROM_WRITER.settled) continue;
      settled += 1;
      this.#settle(answer);
    }
  }

  async slice(operations: number): Promise<void> {
    const content = this.#ownContent;
    for (let i = 0; i < operations; i++) {
      const changed = new Promise<void>((resolve) => {
        this.#ownChanged = resolve;
      });
      content.writeUInt32LE(++this.#ownWrites);
      // One call to the system and so one notice: nothing is left over when the slice ends.
      await this.#ownFile.write(content, 0, content.length, 0);
      await changed;
    }
  }

  async close(): Promise<void> {
    this.#end.abort();
    this.#writer.end(frame(TO_WRITER.bye, 0, 0));
    await this.#ownFile.close();
  }

  /** Ends when the workload is closed. The body does not await: the iterator drops notices while its consumer is busy. */
  async watchOn(): Promise<void> {
    try {
      for await (const { filename } of watch(this.#kit.directory, { signal: this.#end.signal })) {
        if (filename === null) for (const file of this.#files.values()) void this.#examine(file);
        else void this.#examine(this.#file(filename));
      }
    } catch (error) {
      if (!this.#end.signal.aborted) this.#writer.destroy(error instanceof Error ? error : undefined);
    }
  }

  #file(name: string): WatchedFile {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const file = watched(this.#kit, name, STRAY_KEY, 0);
    this.#files.set(name, file);
    return file;
  }

  /** One read of a file at a time, so that an older content never overtakes a newer one. */
  async #examine(file: WatchedFile): Promise<void> {
    file.again = file.reading;
    if (file.reading) return;
    file.reading = true;
    do {
      file.again = false;
      this.#holds(file, await digestOf(this.#kit, file.path));
    } while (file.again);
    file.reading = false;
  }

  #holds(file: WatchedFile, digest: number): void {
    if (digest === file.digest) return;
    file.digest = digest;
    file.heldAt = this.#kit.now();
    if (file === this.#own) this.#ownChanged();
    else if (this.#running) this.#report(file);
  }

  #report(file: WatchedFile): void {
    if (file.key === STRAY_KEY) return this.#kit.emit(this.#kinds.stray, STRAY_KEY, 0, file.digest);
    this.#kit.emit(this.#kinds.modified, file.key, this.#modified++, file.digest);
    this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #settle({ key, edit }: Answer): void {
    const file = this.#file(nameOf(key));
    this.#kit.emit(this.#kinds.settled, key, edit, file.digest);
    this.#kit.sample(file.heldAt);
  }

  #send(kind: number, a: number, b: number): void {
    this.#writer.write(frame(kind, a, b));
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const endpoint = kit.endpoint('writer');
  if (endpoint?.kind !== 'tcp') throw new RangeError('file_watch.modify needs the TCP endpoint "writer"');
  const writer = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  await once(writer, 'connect');
  const ownFile = await openFile(join(kit.directory, OWN), 'w');
  const files = snapshot(kit, Number(params['files']));
  const workload = new Modify(kit, files, ownFile, Number(params['bytes']), writer);
  // Runs up to its first notice at once: the watch is armed when `open` answers.
  void workload.watchOn();
  return workload;
}

const nameOf = (key: number): string => `note${key}.txt`;

function watched(kit: Kit, name: string, key: number, digest: number): WatchedFile {
  return { path: join(kit.directory, name), key, digest, heldAt: 0, reading: false, again: false };
}

/** What every file in the directory holds before the watch is armed: the edited ones, the decoys and the own one. */
function snapshot(kit: Kit, files: number): Map<string, WatchedFile> {
  const keys = new Map(Array.from({ length: files }, (_, key) => [nameOf(key), key]));
  return new Map(
    readdirSync(kit.directory, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => {
        const digest = kit.crc32(readFileSync(join(kit.directory, name)));
        return [name, watched(kit, name, keys.get(name) ?? STRAY_KEY, digest)];
      }),
  );
}

/** A file that cannot be read holds nothing. */
async function digestOf(kit: Kit, path: string): Promise<number> {
  try {
    return kit.crc32(await readFile(path));
  } catch {
    return 0;
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
        edit: all.readUInt32LE(at + 8),
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
