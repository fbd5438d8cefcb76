// file_watch.modify with events: the watcher emits `change`, the socket `data`, and the workload what it makes of both.
import { EventEmitter, once } from 'node:events';
import { closeSync, openSync, readFile, readFileSync, readdirSync, watch, writeSync } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

const FRAME_BYTES = 12;
const TO_WRITER = { go: 1, state: 2, bye: 3 };
const ANSWERS = ['', 'settled', 'lost', 'done'] as const;
const STRAY_KEY = 0xffffffff;
/** The workload's own file, which it writes itself in slices. */
const OWN = 'own';

interface WatchedFile {
  readonly name: string;
  readonly path: string;
  /** `STRAY_KEY` for all but the edited files. */
  readonly key: number;
  digest: number;
  heldAt: number;
  reading: boolean;
  /** A notice came while the file was being read. */
  again: boolean;
}

/** Emits `held` (file) when a content has changed, and `settled` (key, edit), `lost` and `done` as the writer says. */
class Modify extends EventEmitter implements Workload {
  readonly #kit: Kit;
  readonly #kinds: { modified: number; settled: number; stray: number };
  readonly #files: Map<string, WatchedFile>;
  readonly #ownFile: number;
  readonly #watcher: FSWatcher;
  readonly #writer: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #running = false;
  #modified = 0;
  #settled = 0;
  readonly #ownContent: Buffer;
  #ownWrites = 0;

  constructor(kit: Kit, files: number, bytes: number, writer: Socket) {
    super();
    this.#kit = kit;
    this.#kinds = kit.kinds as { modified: number; settled: number; stray: number };
    this.#ownFile = openSync(join(kit.directory, OWN), 'w');
    this.#ownContent = Buffer.alloc(bytes);
    this.#files = snapshot(kit, files);
    this.#watcher = watch(kit.directory);
    this.#watcher.on('change', (_type, name) => this.#noticed(name));
    this.#writer = writer;
    this.#writer.on('data', (bytes) => this.#received(bytes));
    this.#writer.on('error', (error) => this.emit('error', error));
    this.#writer.on('close', () => this.emit('error', new Error('the writer went away')));
    // Whoever waits for an event hears of it by `once`; between the rounds nobody needs to.
    this.on('error', () => {});
    this.on('held', (file: WatchedFile) => this.#report(file));
    this.on('settled', (key: number, edit: number) => this.#settle(key, edit));
    this.on('lost', () => this.#send(TO_WRITER.go, 0, 0));
  }

  async round(): Promise<number> {
    this.#modified = 0;
    this.#settled = 0;
    this.#running = true;
    this.#send(TO_WRITER.go, 0, 0);
    await once(this, 'done');
    this.#running = false;
    return this.#settled;
  }

  async slice(operations: number): Promise<void> {
    let left = operations;
    const changed = (): void => {
      if (--left > 0) this.#writeOwn();
      else this.emit('sliced');
    };
    this.on('own', changed);
    this.#writeOwn();
    await once(this, 'sliced');
    this.off('own', changed);
  }

  close(): void {
    this.#writer.removeAllListeners('close');
    this.#watcher.close();
    this.#writer.end(frame(TO_WRITER.bye, 0, 0));
    closeSync(this.#ownFile);
  }

  #noticed(name: string | Buffer | null): void {
    if (name === null) for (const file of this.#files.values()) this.#examine(file);
    else this.#examine(this.#file(String(name)));
  }

  #file(name: string): WatchedFile {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const file = watched(this.#kit, name, STRAY_KEY, 0);
    this.#files.set(name, file);
    return file;
  }

  /** One read of a file at a time, so that an older content never overtakes a newer one. */
  #examine(file: WatchedFile): void {
    file.again = file.reading;
    if (file.reading) return;
    file.reading = true;
    readFile(file.path, (error, bytes) => {
      file.reading = false;
      this.#holds(file, error === null ? this.#kit.crc32(bytes) : 0);
      if (file.again) this.#examine(file);
    });
  }

  #holds(file: WatchedFile, digest: number): void {
    if (digest === file.digest) return;
    file.digest = digest;
    file.heldAt = this.#kit.now();
    this.emit(file.name === OWN ? OWN : 'held', file);
  }

  #report(file: WatchedFile): void {
    if (!this.#running) return;
    if (file.key === STRAY_KEY) return this.#kit.emit(this.#kinds.stray, STRAY_KEY, 0, file.digest);
    this.#kit.emit(this.#kinds.modified, file.key, this.#modified++, file.digest);
    this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #settle(key: number, edit: number): void {
    const file = this.#file(nameOf(key));
    this.#settled += 1;
    this.#kit.emit(this.#kinds.settled, key, edit, file.digest);
    this.#kit.sample(file.heldAt);
    this.#send(TO_WRITER.go, 0, 0);
  }

  #received(bytes: Buffer): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES)
      this.emit(ANSWERS[all.readUInt32LE(at)] ?? 'lost', all.readUInt32LE(at + 4), all.readUInt32LE(at + 8));
    this.#rest = all.subarray(whole);
  }

  #send(kind: number, a: number, b: number): void {
    this.#writer.write(frame(kind, a, b));
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

function watched(kit: Kit, name: string, key: number, digest: number): WatchedFile {
  const path = join(kit.directory, name);
  return { name, path, key, digest, heldAt: 0, reading: false, again: false };
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

function frame(kind: number, a: number, b: number): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_BYTES);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}
