// file_watch.modify with callbacks: `fs.watch` calls back with each notice, `fs.readFile` with the content, the socket with frames.
import { closeSync, openSync, readFile, readFileSync, readdirSync, watch, writeSync } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

const FRAME_BYTES = 12;
const TO_WRITER = { go: 1, state: 2, bye: 3 };
const FROM_WRITER = { settled: 1, lost: 2, done: 3 };
const STRAY_KEY = 0xffffffff;
/** The workload's own file, which it writes itself in slices. */
const OWN = 'own';
const NOTHING = Buffer.alloc(0);

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

interface Pass {
  modified: number;
  settled: number;
  readonly end: (error: Error | null) => void;
}

class Modify implements Workload {
  readonly #kit: Kit;
  readonly #files: Map<string, WatchedFile>;
  readonly #ownFile: number;
  readonly #watcher: FSWatcher;
  readonly #writer: Socket;
  #rest: Buffer = NOTHING;
  #pass: Pass | undefined;
  readonly #ownContent: Buffer;
  #ownWrites = 0;
  #ownChanged: (() => void) | undefined;

  constructor(kit: Kit, files: number, bytes: number, connected: (error: Error | null) => void) {
    this.#kit = kit;
    this.#ownFile = openSync(join(kit.directory, OWN), 'w');
    this.#ownContent = Buffer.alloc(bytes);
    this.#files = snapshot(kit, files);
    this.#watcher = watch(kit.directory, (_type, name) => this.#noticed(name));
    this.#writer = connectTo(kit, (bytes) => this.#received(bytes));
    this.#writer.once('connect', () => connected(null));
    this.#writer.on('error', connected);
    this.#writer.on('close', () => this.#pass?.end(new Error('the writer went away')));
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
      this.#send(TO_WRITER.go, 0, 0);
    });
  }

  slice(operations: number): Promise<void> {
    return new Promise((resolve) => {
      const content = this.#ownContent;
      let left = operations;
      /** One call to the system and so one notice: nothing is left over when the slice ends. */
      const next = (): void => {
        content.writeUInt32LE(++this.#ownWrites);
        writeSync(this.#ownFile, content, 0, content.length, 0);
      };
      this.#ownChanged = () => {
        if (--left > 0) next();
        else resolve();
      };
      next();
    });
  }

  close(): void {
    this.#watcher.close();
    this.#writer.end(frame(TO_WRITER.bye, 0, 0));
    closeSync(this.#ownFile);
  }

  #noticed(name: string | null): void {
    if (name === null) for (const known of this.#files.keys()) this.#examine(this.#file(known));
    else this.#examine(this.#file(name));
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
    if (file === this.#files.get(OWN)) this.#ownChanged?.();
    else if (this.#pass !== undefined) this.#report(file, this.#pass);
  }

  #report(file: WatchedFile, pass: Pass): void {
    const { modified, stray } = this.#kit.kinds as { modified: number; stray: number };
    if (file.key === STRAY_KEY) return this.#kit.emit(stray, STRAY_KEY, 0, file.digest);
    this.#kit.emit(modified, file.key, pass.modified++, file.digest);
    this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #received(bytes: Buffer): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES)
      this.#answered(all.readUInt32LE(at), all.readUInt32LE(at + 4), all.readUInt32LE(at + 8));
    this.#rest = all.length === whole ? NOTHING : Buffer.from(all.subarray(whole));
  }

  #answered(kind: number, key: number, edit: number): void {
    const pass = this.#pass;
    if (pass === undefined) return;
    if (kind === FROM_WRITER.done) return pass.end(null);
    if (kind === FROM_WRITER.settled) this.#settle(pass, key, edit);
    this.#send(TO_WRITER.go, 0, 0);
  }

  #settle(pass: Pass, key: number, edit: number): void {
    const file = this.#file(nameOf(key));
    pass.settled += 1;
    this.#kit.emit((this.#kit.kinds as { settled: number }).settled, key, edit, file.digest);
    this.#kit.sample(file.heldAt);
  }

  #send(kind: number, a: number, b: number): void {
    this.#writer.write(frame(kind, a, b));
  }
}

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  return new Promise((resolve, reject) => {
    const workload = new Modify(kit, Number(params['files']), Number(params['bytes']), (error) => {
      if (error === null) resolve(workload);
      else reject(error);
    });
  });
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

/** Connects to the writer. `onread` calls back with each piece of bytes, from one buffer that is used again and again. */
function connectTo(kit: Kit, received: (bytes: Buffer) => void): Socket {
  const writer = kit.endpoint('writer');
  if (writer?.kind !== 'tcp') throw new RangeError('file_watch.modify needs the TCP endpoint "writer"');
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
