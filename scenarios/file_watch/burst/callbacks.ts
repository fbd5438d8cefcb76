// file_watch.burst with callbacks: `fs.watch` calls back with each notice, `fs.readFile` with the content, the socket with frames.
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { CalledReads } from '../shared/called_reads.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { EMPTY, namesOf, snapshotOf } from '../shared/watched_files.ts';
import type { WatchedFile, WatchedFiles } from '../shared/watched_files.ts';
import { FROM_WRITER, TO_WRITER, connectForFrames, senderTo } from '../shared/writer_wire.ts';
import type { TakesFrame } from '../shared/writer_wire.ts';

interface Pass {
  readonly beganAt: number;
  /** When the last of the final states was first held. */
  heldAt: number;
  writes: number;
  readonly end: (error: Error | null) => void;
}

class Burst implements Workload {
  readonly #kit: Kit;
  readonly #trace: StateTrace;
  readonly #files: WatchedFiles;
  readonly #reads: CalledReads;
  readonly #watcher: FSWatcher;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  #pass: Pass | undefined;

  constructor(kit: Kit, files: number, connected: (error: Error | null) => void) {
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#files = snapshotOf(kit, kit.directory, namesOf(files, String), EMPTY);
    this.#reads = new CalledReads(kit, EMPTY, (file, before) => this.#changed(file, before));
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
        beganAt: this.#kit.now(),
        heldAt: 0,
        writes: 0,
        end: (error) => {
          this.#pass = undefined;
          if (error === null) resolve(pass.writes);
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
    if (name === null) for (const file of this.#files.all()) this.#reads.examine(file);
    else this.#reads.examine(this.#files.named(name));
  }

  #changed(file: WatchedFile, before: number): void {
    if (this.#pass !== undefined && this.#trace.changed(file, before))
      this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #answered(kind: number, a: number, b: number): void {
    const pass = this.#pass;
    if (pass === undefined) return;
    if (kind === FROM_WRITER.settled) this.#settle(pass, a, b);
    if (kind === FROM_WRITER.done) this.#converged(pass, a);
  }

  #settle(pass: Pass, key: number, edit: number): void {
    const file = this.#files.withKey(key);
    pass.heldAt = Math.max(pass.heldAt, file.heldAt);
    this.#trace.settled(file, edit);
  }

  #converged(pass: Pass, writes: number): void {
    pass.writes = writes;
    this.#kit.sample(pass.heldAt - pass.beganAt);
    pass.end(null);
  }
}

export function open(params: Parameters, kit: Kit): Promise<Workload> {
  return new Promise((resolve, reject) => {
    const workload = new Burst(kit, Number(params['files']), (error) => {
      if (error === null) resolve(workload);
      else reject(error);
    });
  });
}
