// file_watch.burst with events: the watcher emits `change`, the socket `data`, and the workload what it makes of both.
import { EventEmitter, once } from 'node:events';
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { CalledReads } from '../shared/called_reads.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { EMPTY, namesOf, snapshotOf } from '../shared/watched_files.ts';
import type { WatchedFile, WatchedFiles } from '../shared/watched_files.ts';
import { TO_WRITER, connectToWriter, frameCutter, senderTo } from '../shared/writer_wire.ts';
import type { TakesFrame } from '../shared/writer_wire.ts';

const ANSWERS = ['', 'settled', 'lost', 'done'] as const;

/** Emits `held` (file, digest before) when a content has changed, and `settled` (key, edit), `lost` and `done` (writes) as the writer says. */
class Burst extends EventEmitter implements Workload {
  readonly #kit: Kit;
  readonly #trace: StateTrace;
  readonly #files: WatchedFiles;
  readonly #reads: CalledReads;
  readonly #watcher: FSWatcher;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  #running = false;
  /** When the last of the final states was first held. */
  #heldAt = 0;

  constructor(kit: Kit, files: number, writer: Socket) {
    super();
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#files = snapshotOf(kit, kit.directory, namesOf(files, String), EMPTY);
    this.#reads = new CalledReads(kit, EMPTY, (file, before) => this.#changed(file, before));
    this.#watcher = watch(kit.directory);
    this.#watcher.on('change', (_type, name) => this.#noticed(name));
    this.#writer = writer;
    this.#send = senderTo(writer);
    const answered = (kind: number, a: number, b: number): boolean =>
      this.emit(ANSWERS[kind] ?? 'lost', a, b);
    this.#writer.on('data', frameCutter(answered));
    this.#writer.on('error', (error) => this.emit('error', error));
    this.#writer.on('close', () => this.emit('error', new Error('the writer went away')));
    // Whoever waits for an event hears of it by `once`; between the rounds nobody needs to.
    this.on('error', () => {});
    this.on('held', (file: WatchedFile, before: number) => this.#report(file, before));
    this.on('settled', (key: number, edit: number) => this.#settle(key, edit));
  }

  async round(): Promise<number> {
    this.#trace.beginRound();
    this.#heldAt = 0;
    this.#running = true;
    const beganAt = this.#kit.now();
    this.#send(TO_WRITER.go, 0, 0);
    const [writes] = await once(this, 'done');
    this.#running = false;
    this.#kit.sample(this.#heldAt - beganAt);
    return Number(writes);
  }

  close(): void {
    this.#writer.removeAllListeners('close');
    this.#watcher.close();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
  }

  #noticed(name: string | Buffer | null): void {
    if (name === null) for (const file of this.#files.all()) this.#reads.examine(file);
    else this.#reads.examine(this.#files.named(String(name)));
  }

  #changed(file: WatchedFile, before: number): void {
    this.emit('held', file, before);
  }

  #report(file: WatchedFile, before: number): void {
    if (this.#running && this.#trace.changed(file, before))
      this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #settle(key: number, edit: number): void {
    const file = this.#files.withKey(key);
    this.#heldAt = Math.max(this.#heldAt, file.heldAt);
    this.#trace.settled(file, edit);
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  return new Burst(kit, Number(params['files']), await connectToWriter(kit));
}
