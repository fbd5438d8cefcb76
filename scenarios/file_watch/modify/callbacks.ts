// file_watch.modify with callbacks: `fs.watch` calls back with each notice, `fs.readFile` with the content, the socket with frames.
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { CalledReads } from '../shared/called_reads.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { EMPTY, noteNames, snapshotOf } from '../shared/watched_files.ts';
import type { WatchedFile, WatchedFiles } from '../shared/watched_files.ts';
import { FROM_WRITER, TO_WRITER, connectForFrames, senderTo } from '../shared/writer_wire.ts';
import type { TakesFrame } from '../shared/writer_wire.ts';
import { OWN, OwnFile } from './own_file.ts';

interface Pass {
  settled: number;
  readonly end: (error: Error | null) => void;
}

class Modify implements Workload {
  readonly #kit: Kit;
  readonly #trace: StateTrace;
  readonly #ownFile: OwnFile;
  readonly #files: WatchedFiles;
  readonly #reads: CalledReads;
  readonly #own: WatchedFile;
  readonly #watcher: FSWatcher;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  #pass: Pass | undefined;
  #ownChanged: (() => void) | undefined;

  constructor(kit: Kit, files: number, bytes: number, connected: (error: Error | null) => void) {
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#ownFile = new OwnFile(kit.directory, bytes);
    this.#files = snapshotOf(kit, kit.directory, noteNames(files), EMPTY);
    this.#reads = new CalledReads(kit, EMPTY, (file, before) => this.#changed(file, before));
    this.#own = this.#files.named(OWN);
    this.#watcher = watch(kit.directory, (_type, name) => this.#noticed(name));
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

  slice(operations: number): Promise<void> {
    return new Promise((resolve) => {
      let left = operations;
      this.#ownChanged = () => {
        if (--left > 0) this.#ownFile.write();
        else resolve();
      };
      this.#ownFile.write();
    });
  }

  close(): void {
    this.#watcher.close();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
    this.#ownFile.close();
  }

  #noticed(name: string | null): void {
    if (name === null) for (const file of this.#files.all()) this.#reads.examine(file);
    else this.#reads.examine(this.#files.named(name));
  }

  #changed(file: WatchedFile, before: number): void {
    if (file === this.#own) this.#ownChanged?.();
    else if (this.#pass !== undefined && this.#trace.changed(file, before))
      this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #answered(kind: number, key: number, edit: number): void {
    const pass = this.#pass;
    if (pass === undefined) return;
    if (kind === FROM_WRITER.done) return pass.end(null);
    if (kind === FROM_WRITER.settled) this.#settle(pass, key, edit);
    this.#send(TO_WRITER.go, 0, 0);
  }

  #settle(pass: Pass, key: number, edit: number): void {
    const file = this.#files.withKey(key);
    pass.settled += 1;
    this.#trace.settled(file, edit);
    this.#kit.sample(file.heldAt);
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
