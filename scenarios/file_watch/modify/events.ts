// file_watch.modify with events: the watcher emits `change`, the socket `data`, and the workload what it makes of both.
import { EventEmitter, once } from 'node:events';
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { CalledReads } from '../shared/called_reads.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { EMPTY, noteNames, snapshotOf } from '../shared/watched_files.ts';
import type { WatchedFile, WatchedFiles } from '../shared/watched_files.ts';
import { TO_WRITER, connectToWriter, frameCutter, senderTo } from '../shared/writer_wire.ts';
import type { TakesFrame } from '../shared/writer_wire.ts';
import { OWN, OwnFile } from './own_file.ts';

const ANSWERS = ['', 'settled', 'lost', 'done'] as const;

/** Emits `held` (file, digest before) when a content has changed, and `settled` (key, edit), `lost` and `done` as the writer says. */
class Modify extends EventEmitter implements Workload {
  readonly #kit: Kit;
  readonly #trace: StateTrace;
  readonly #ownFile: OwnFile;
  readonly #files: WatchedFiles;
  readonly #reads: CalledReads;
  readonly #own: WatchedFile;
  readonly #watcher: FSWatcher;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  #running = false;
  #settled = 0;

  constructor(kit: Kit, files: number, bytes: number, writer: Socket) {
    super();
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#ownFile = new OwnFile(kit.directory, bytes);
    this.#files = snapshotOf(kit, kit.directory, noteNames(files), EMPTY);
    this.#reads = new CalledReads(kit, EMPTY, (file, before) => this.#changed(file, before));
    this.#own = this.#files.named(OWN);
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
    this.on('lost', () => this.#send(TO_WRITER.go, 0, 0));
  }

  async round(): Promise<number> {
    this.#trace.beginRound();
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
      if (--left > 0) this.#ownFile.write();
      else this.emit('sliced');
    };
    this.on('own', changed);
    this.#ownFile.write();
    await once(this, 'sliced');
    this.off('own', changed);
  }

  close(): void {
    this.#writer.removeAllListeners('close');
    this.#watcher.close();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
    this.#ownFile.close();
  }

  #noticed(name: string | Buffer | null): void {
    if (name === null) for (const file of this.#files.all()) this.#reads.examine(file);
    else this.#reads.examine(this.#files.named(String(name)));
  }

  #changed(file: WatchedFile, before: number): void {
    this.emit(file === this.#own ? OWN : 'held', file, before);
  }

  #report(file: WatchedFile, before: number): void {
    if (this.#running && this.#trace.changed(file, before))
      this.#send(TO_WRITER.state, file.key, file.digest);
  }

  #settle(key: number, edit: number): void {
    const file = this.#files.withKey(key);
    this.#settled += 1;
    this.#trace.settled(file, edit);
    this.#kit.sample(file.heldAt);
    this.#send(TO_WRITER.go, 0, 0);
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  return new Modify(kit, Number(params['files']), Number(params['bytes']), await connectToWriter(kit));
}
