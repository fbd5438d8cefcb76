// file_watch.burst with promises: `for await` over the notices of fs/promises, and a round that awaits the answers.
import { readFileSync, readdirSync } from 'node:fs';
import { readFile, watch } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

const FRAME_BYTES = 12;
const TO_WRITER = { go: 1, state: 2, bye: 3 };
const FROM_WRITER = { settled: 1, done: 3 };
const STRAY_KEY = 0xffffffff;

interface WatchedFile {
  readonly path: string;
  /** `STRAY_KEY` for all but the files that are written. */
  readonly key: number;
  digest: number;
  heldAt: number;
  reading: boolean;
  /** A notice came while the file was being read. */
  again: boolean;
}

interface Answer {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
}

class Burst implements Workload {
  readonly #kit: Kit;
  readonly #kinds: { modified: number; settled: number; stray: number };
  readonly #files: Map<string, WatchedFile>;
  readonly #writer: Socket;
  readonly #answers: AsyncIterator<Answer>;
  readonly #end = new AbortController();
  #running = false;
  #modified = 0;
  /** When the last of the final states was first held. */
  #heldAt = 0;

  constructor(kit: Kit, files: Map<string, WatchedFile>, writer: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as { modified: number; settled: number; stray: number };
    this.#files = files;
    this.#writer = writer;
    this.#answers = answersOf(writer);
  }

  async round(): Promise<number> {
    this.#running = true;
    this.#modified = 0;
    this.#heldAt = 0;
    const beganAt = this.#kit.now();
    this.#send(TO_WRITER.go, 0, 0);
    for (;;) {
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.settled) this.#settle(answer.a, answer.b);
      if (answer.kind !== FROM_WRITER.done) continue;
      this.#running = false;
      this.#kit.sample(this.#heldAt - beganAt);
      return answer.a;
    }
  }

  close(): void {
    this.#end.abort();
    this.#writer.end(frame(TO_WRITER.bye, 0, 0));
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
    if (this.#running) this.#report(file);
  }

  #report(file: WatchedFile): void {
    if (file.key === STRAY_KEY) return this.#kit.emit(this.#kinds.stray, STRAY_KEY, 0, file.digest);
    this.#kit.emit(this.#kinds.modified, file.key, this.#modified++, file.digest);
    this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #settle(key: number, edit: number): void {
    const file = this.#file(nameOf(key));
    this.#heldAt = Math.max(this.#heldAt, file.heldAt);
    this.#kit.emit(this.#kinds.settled, key, edit, file.digest);
  }

  #send(kind: number, a: number, b: number): void {
    this.#writer.write(frame(kind, a, b));
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const endpoint = kit.endpoint('writer');
  if (endpoint?.kind !== 'tcp') throw new RangeError('file_watch.burst needs the TCP endpoint "writer"');
  const writer = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  await once(writer, 'connect');
  const workload = new Burst(kit, snapshot(kit, Number(params['files'])), writer);
  // Runs up to its first notice at once: the watch is armed when `open` answers.
  void workload.watchOn();
  return workload;
}

const nameOf = (key: number): string => String(key);

function watched(kit: Kit, name: string, key: number, digest: number): WatchedFile {
  return { path: join(kit.directory, name), key, digest, heldAt: 0, reading: false, again: false };
}

/** What every file in the directory holds before the watch is armed: those that are written, and whatever else is there. */
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
        a: all.readUInt32LE(at + 4),
        b: all.readUInt32LE(at + 8),
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
