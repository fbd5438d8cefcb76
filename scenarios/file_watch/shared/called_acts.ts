// A workload with callbacks: `fs.watch` calls back with each notice, `fs.readFile` with the content, the socket with frames.
import { readdirSync, watch } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import { CalledReads } from './called_reads.ts';
import { StateTrace } from './state_trace.ts';
import { ABSENT, snapshotOf } from './watched_files.ts';
import type { WatchedFile, WatchedFiles } from './watched_files.ts';
import { FROM_WRITER, TO_WRITER, connectForFrames, senderTo } from './writer_wire.ts';
import type { TakesFrame } from './writer_wire.ts';

/** A watch of what these files are in, or of themselves, which is armed when it is returned. A name of null: anything may have changed. */
export type Watches = (files: WatchedFiles, noticed: (name: string | null) => void) => { close(): void };

interface Pass {
  settled: number;
  readonly end: (error: Error | null) => void;
}

class CalledActs implements Workload {
  readonly #kit: Kit;
  readonly #trace: StateTrace;
  readonly #files: WatchedFiles;
  readonly #reads: CalledReads;
  readonly #watcher: { close(): void };
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  #pass: Pass | undefined;

  constructor(
    kit: Kit,
    names: readonly string[],
    watches: Watches,
    connected: (error: Error | null) => void,
  ) {
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#files = snapshotOf(kit, join(kit.directory, 'watched'), names, ABSENT);
    this.#reads = new CalledReads(kit, ABSENT, (file, before) => this.#changed(file, before));
    this.#watcher = watches(this.#files, (name) => this.#noticed(name));
    this.#writer = connectForFrames(kit, (kind, a, b) => this.#answered(kind, a, b));
    this.#send = senderTo(this.#writer);
    this.#writer.once('connect', () => connected(null));
    this.#writer.on('error', connected);
    this.#writer.on('close', () => this.#pass?.end(new Error('the writer went away')));
  }

  round(): Promise<number> {
    return new Promise((resolve, reject) => {
      const pass: Pass = {
        settled: 0,
        end: (error) => {
          this.#pass = undefined;
          if (error === null) resolve(pass.settled);
          else reject(error);
        },
      };
      this.#trace.beginRound();
      this.#pass = pass;
      this.#send(TO_WRITER.go, 0, 0);
    });
  }

  close(): void {
    this.#watcher.close();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
  }

  #noticed(name: string | null): void {
    // Without a name anything may have changed.
    const names = name === null ? [...this.#files.names(), ...readdirSync(this.#files.directory)] : [name];
    // Editors save to a file of a hidden name first, which is nobody's business.
    for (const each of names) if (!each.startsWith('.')) this.#reads.examine(this.#files.named(each));
  }

  #changed(file: WatchedFile, before: number): void {
    if (this.#pass !== undefined && this.#trace.changed(file, before))
      this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #answered(kind: number, key: number, act: number): void {
    const pass = this.#pass;
    if (pass === undefined) return;
    if (kind === FROM_WRITER.done) return pass.end(null);
    if (kind === FROM_WRITER.settled) this.#settle(pass, key, act);
    if (kind === FROM_WRITER.acted) this.#send(TO_WRITER.go, 0, 0);
  }

  #settle(pass: Pass, key: number, act: number): void {
    const file = this.#files.withKey(key);
    pass.settled += 1;
    this.#trace.settled(file, act);
    this.#kit.sample(file.heldAt);
  }
}

const watchDirectory: Watches = (files, noticed) => watch(files.directory, (_type, name) => noticed(name));

/** `names`: the files that the writer writes, by key. */
export function openActs(
  kit: Kit,
  names: readonly string[],
  watches: Watches = watchDirectory,
): Promise<Workload> {
  return new Promise((resolve, reject) => {
    const workload = new CalledActs(kit, names, watches, (error) => {
      if (error === null) resolve(workload);
      else reject(error);
    });
  });
}
