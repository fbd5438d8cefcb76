// file_watch.lifecycle with callbacks: `fs.watch` calls back with each notice, `fs.readFile` with the content, the socket with frames.
import { readFile, readFileSync, readdirSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
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
const NOTHING = Buffer.alloc(0);

interface WatchedFile {
  readonly path: string;
  /** `STRAY_KEY` for all that nobody touches. */
  readonly key: number;
  /** CRC-32 of the content, or `ABSENT`. */
  digest: number;
  heldAt: number;
  reading: boolean;
  /** A notice came while the file was being read. */
  again: boolean;
}

interface Pass {
  changes: number;
  settled: number;
  readonly end: (error: Error | null) => void;
}

interface Kinds {
  readonly created: number;
  readonly modified: number;
  readonly removed: number;
  readonly settled: number;
  readonly stray: number;
}

class Lifecycle implements Workload {
  readonly #kit: Kit;
  readonly #kinds: Kinds;
  readonly #directory: string;
  readonly #files: Map<string, WatchedFile>;
  readonly #watcher: FSWatcher;
  readonly #writer: Socket;
  #rest: Buffer = NOTHING;
  #pass: Pass | undefined;

  constructor(kit: Kit, files: number, connected: (error: Error | null) => void) {
    this.#kit = kit;
    this.#kinds = kit.kinds as Kinds & Kit['kinds'];
    this.#directory = join(kit.directory, 'watched');
    this.#files = snapshot(kit, this.#directory, files);
    this.#watcher = watch(this.#directory, (_type, name) => this.#noticed(name));
    this.#writer = connectTo(kit, (bytes) => this.#received(bytes));
    this.#writer.once('connect', () => connected(null));
    this.#writer.on('error', connected);
    this.#writer.on('close', () => this.#pass?.end(new Error('the writer went away')));
  }

  round(): Promise<number> {
    return new Promise((resolve, reject) => {
      const pass: Pass = {
        changes: 0,
        settled: 0,
        end: (error) => {
          this.#pass = undefined;
          if (error === null) resolve(pass.settled);
          else reject(error);
        },
      };
      this.#pass = pass;
      this.#send(TO_WRITER.go, 0, 0);
    });
  }

  close(): void {
    this.#watcher.close();
    this.#writer.end(frame(TO_WRITER.bye, 0, 0));
  }

  #noticed(name: string | null): void {
    // Without a name anything may have changed.
    const names = name === null ? [...this.#files.keys(), ...readdirSync(this.#directory)] : [name];
    // Editors save to a file of a hidden name first, which is nobody's business.
    for (const each of names) if (!each.startsWith('.')) this.#examine(this.#file(each));
  }

  #file(name: string): WatchedFile {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const file = watched(join(this.#directory, name), STRAY_KEY, ABSENT);
    this.#files.set(name, file);
    return file;
  }

  /** One read of a file at a time, so that an older state never overtakes a newer one. */
  #examine(file: WatchedFile): void {
    file.again = file.reading;
    if (file.reading) return;
    file.reading = true;
    readFile(file.path, (error, bytes) => {
      file.reading = false;
      this.#holds(file, error === null ? this.#kit.crc32(bytes) : ABSENT);
      if (file.again) this.#examine(file);
    });
  }

  #holds(file: WatchedFile, digest: number): void {
    if (digest === file.digest) return;
    const { created, modified, removed } = this.#kinds;
    const kind = file.digest === ABSENT ? created : digest === ABSENT ? removed : modified;
    file.digest = digest;
    file.heldAt = this.#kit.now();
    if (this.#pass !== undefined) this.#report(file, kind, this.#pass);
  }

  #report(file: WatchedFile, kind: number, pass: Pass): void {
    if (file.key === STRAY_KEY) return this.#kit.emit(this.#kinds.stray, STRAY_KEY, 0, file.digest);
    this.#kit.emit(kind, file.key, pass.changes++, file.digest);
    this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #received(bytes: Buffer): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES)
      this.#answered(all.readUInt32LE(at), all.readUInt32LE(at + 4), all.readUInt32LE(at + 8));
    this.#rest = all.length === whole ? NOTHING : Buffer.from(all.subarray(whole));
  }

  #answered(kind: number, key: number, act: number): void {
    const pass = this.#pass;
    if (pass === undefined) return;
    if (kind === FROM_WRITER.done) return pass.end(null);
    if (kind === FROM_WRITER.settled) this.#settle(pass, key, act);
    if (kind === FROM_WRITER.acted) this.#send(TO_WRITER.go, 0, 0);
  }

  #settle(pass: Pass, key: number, act: number): void {
    const file = this.#file(nameOf(key));
    pass.settled += 1;
    this.#kit.emit(this.#kinds.settled, key, act, file.digest);
    this.#kit.sample(file.heldAt);
  }

  #send(kind: number, a: number, b: number): void {
    this.#writer.write(frame(kind, a, b));
  }
}

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  return new Promise((resolve, reject) => {
    const workload = new Lifecycle(kit, 2 * Number(params['pairs']), (error) => {
      if (error === null) resolve(workload);
      else reject(error);
    });
  });
}

const nameOf = (key: number): string => `item${key}.txt`;

function watched(path: string, key: number, digest: number): WatchedFile {
  return { path, key, digest, heldAt: 0, reading: false, again: false };
}

/** What there is before the watch is armed, and what there may be later. */
function snapshot(kit: Kit, directory: string, files: number): Map<string, WatchedFile> {
  const known = new Map<string, WatchedFile>();
  for (let key = 0; key < files; key++)
    known.set(nameOf(key), watched(join(directory, nameOf(key)), key, ABSENT));
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    known.set(name, watched(path, known.get(name)?.key ?? STRAY_KEY, kit.crc32(readFileSync(path))));
  }
  return known;
}

/** Connects to the writer. `onread` calls back with each piece of bytes, from one buffer that is used again and again. */
function connectTo(kit: Kit, received: (bytes: Buffer) => void): Socket {
  const writer = kit.endpoint('writer');
  if (writer?.kind !== 'tcp') throw new RangeError('file_watch.lifecycle needs the TCP endpoint "writer"');
  const buffer = Buffer.alloc(4096);
  const callback = (length: number): boolean => {
    received(buffer.subarray(0, length));
    return true;
  };
  return connect({ host: writer.host, port: writer.port, noDelay: true, onread: { buffer, callback } });
}

function frame(kind: number, a: number, b: number): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_BYTES);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}
