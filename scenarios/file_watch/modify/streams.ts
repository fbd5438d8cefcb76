// file_watch.modify with streams: notices flow through a pipeline into the writer's socket, its answers through another one back.
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readdirSync, writeSync } from 'node:fs';
import { readFile, watch } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { Readable, Writable, pipeline } from 'node:stream';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

const FRAME_BYTES = 12;
const TO_WRITER = { go: 1, state: 2, bye: 3 };
const FROM_WRITER = { settled: 1, lost: 2, done: 3 };
const STRAY_KEY = 0xffffffff;
/** The workload's own file, which it writes itself in slices. */
const OWN = 'own';
/** The iterator of fs/promises drops notices while its consumer is busy, so the stream behind it has room for more than the kernel queues. */
const WAITING_NOTICES = 65_536;

interface WatchedFile {
  readonly path: string;
  /** `STRAY_KEY` for all but the edited files. */
  readonly key: number;
  digest: number;
  heldAt: number;
}

interface Notice {
  readonly filename: string | null;
}

interface Pass {
  modified: number;
  settled: number;
  readonly end: (error: Error | null) => void;
}

class Modify implements Workload {
  readonly #kit: Kit;
  readonly #kinds: { modified: number; settled: number; stray: number };
  readonly #files: Map<string, WatchedFile>;
  readonly #own: WatchedFile;
  readonly #ownFile: number;
  readonly #writer: Socket;
  readonly #end = new AbortController();
  #pass: Pass | undefined;
  readonly #ownContent: Buffer;
  #ownWrites = 0;
  #ownChanged: () => void = () => {};

  constructor(kit: Kit, files: number, bytes: number, writer: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as { modified: number; settled: number; stray: number };
    this.#ownFile = openSync(join(kit.directory, OWN), 'w');
    this.#ownContent = Buffer.alloc(bytes);
    this.#files = snapshot(kit, files);
    this.#own = this.#file(OWN);
    this.#writer = writer;
    const { signal } = this.#end;
    const notices = Readable.from(watch(kit.directory, { signal }), { highWaterMark: WAITING_NOTICES });
    const ended = (): void => this.#pass?.end(new Error('the writer went away'));
    pipeline(notices, (source: AsyncIterable<Notice>) => this.#states(source), writer, ended);
    pipeline(writer, this.#answers(), ended);
    // Reads the first notice ahead: the watch is armed when this returns.
    notices.read(0);
  }

  round(): Promise<number> {
    return new Promise((resolve, reject) => {
      const pass: Pass = {
        modified: 0,
        settled: 0,
        end: (error) => {
          this.#pass = undefined;
          if (error === null) resolve(pass.settled);
          else reject(error);
        },
      };
      this.#pass = pass;
      this.#writer.write(frame(TO_WRITER.go, 0, 0));
    });
  }

  slice(operations: number): Promise<void> {
    return new Promise((resolve) => {
      let left = operations;
      this.#ownChanged = () => {
        if (--left > 0) this.#writeOwn();
        else resolve();
      };
      this.#writeOwn();
    });
  }

  close(): void {
    this.#writer.write(frame(TO_WRITER.bye, 0, 0));
    this.#end.abort();
    closeSync(this.#ownFile);
  }

  /** Makes of each notice that changed something the frame that tells the writer. */
  async *#states(notices: AsyncIterable<Notice>): AsyncGenerator<Buffer, void> {
    for await (const { filename } of notices) {
      const named = filename === null ? [...this.#files.values()] : [this.#file(filename)];
      for (const file of named) {
        const digest = await digestOf(this.#kit, file.path);
        if (digest === file.digest) continue;
        file.digest = digest;
        file.heldAt = this.#kit.now();
        if (file === this.#own) this.#ownChanged();
        else if (this.#report(file)) yield frame(TO_WRITER.state, file.key, digest);
      }
    }
  }

  /** True when the writer is to be told. */
  #report(file: WatchedFile): boolean {
    const pass = this.#pass;
    if (pass === undefined) return false;
    const stray = file.key === STRAY_KEY;
    if (stray) this.#kit.emit(this.#kinds.stray, STRAY_KEY, 0, file.digest);
    else this.#kit.emit(this.#kinds.modified, file.key, pass.modified++, file.digest);
    return !stray;
  }

  #answers(): Writable {
    let rest: Buffer = Buffer.alloc(0);
    return new Writable({
      write: (bytes: Buffer, _encoding, written) => {
        const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
        const whole = all.length - (all.length % FRAME_BYTES);
        for (let at = 0; at < whole; at += FRAME_BYTES)
          this.#answered(all.readUInt32LE(at), all.readUInt32LE(at + 4), all.readUInt32LE(at + 8));
        rest = all.subarray(whole);
        written();
      },
    });
  }

  #answered(kind: number, key: number, edit: number): void {
    const pass = this.#pass;
    if (pass === undefined) return;
    if (kind === FROM_WRITER.done) return pass.end(null);
    if (kind === FROM_WRITER.settled) this.#settle(pass, key, edit);
    this.#writer.write(frame(TO_WRITER.go, 0, 0));
  }

  #settle(pass: Pass, key: number, edit: number): void {
    const file = this.#file(nameOf(key));
    pass.settled += 1;
    this.#kit.emit(this.#kinds.settled, key, edit, file.digest);
    this.#kit.sample(file.heldAt);
  }

  #file(name: string): WatchedFile {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const file = { path: join(this.#kit.directory, name), key: STRAY_KEY, digest: 0, heldAt: 0 };
    this.#files.set(name, file);
    return file;
  }

  /** One call to the system and so one notice: nothing is left over when the slice ends. */
  #writeOwn(): void {
    const content = this.#ownContent;
    content.writeUInt32LE(++this.#ownWrites);
    writeSync(this.#ownFile, content, 0, content.length, 0);
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const endpoint = kit.endpoint('writer');
  if (endpoint?.kind !== 'tcp') throw new RangeError('file_watch.modify needs the TCP endpoint "writer"');
  const writer = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  await once(writer, 'connect');
  return new Modify(kit, Number(params['files']), Number(params['bytes']), writer);
}

const nameOf = (key: number): string => `note${key}.txt`;

/** What every file in the directory holds before the watch is armed: the edited ones, the decoys and the own one. */
function snapshot(kit: Kit, files: number): Map<string, WatchedFile> {
  const keys = new Map(Array.from({ length: files }, (_, key) => [nameOf(key), key]));
  return new Map(
    readdirSync(kit.directory, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => {
        const path = join(kit.directory, name);
        const digest = kit.crc32(readFileSync(path));
        return [name, { path, key: keys.get(name) ?? STRAY_KEY, digest, heldAt: 0 }];
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

function frame(kind: number, a: number, b: number): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_BYTES);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}
