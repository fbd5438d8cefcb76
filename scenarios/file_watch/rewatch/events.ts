// file_watch.rewatch with events: a watcher that emits `change` until it is closed, and a new one afterwards.
import { EventEmitter, once } from 'node:events';
import { readFile, readFileSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { FROM_WRITER, TO_WRITER, connectToWriter, frameCutter, senderTo } from '../shared/writer_wire.ts';
import type { TakesFrame } from '../shared/writer_wire.ts';
import { NOTE, PROBE_KEY, reasonOf } from './note.ts';
import type { NoteKinds } from './note.ts';

/** One file of one directory. */
interface Watched {
  readonly key: number;
  readonly directory: string;
  digest: number;
  reading: boolean;
  /** A notice came while the file was being read. */
  again: boolean;
  /** Null while the watch is closed. */
  watcher: FSWatcher | null;
}

/** Emits `turned` when what the writer did was noticed. */
class Rewatch extends EventEmitter implements Workload {
  readonly #kit: Kit;
  readonly #kinds: NoteKinds;
  readonly #cycles: number;
  readonly #probes: number;
  readonly #note: Watched;
  readonly #other: Watched;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  #changes = 0;

  constructor(kit: Kit, cycles: number, probes: number, writer: Socket) {
    super();
    this.#kit = kit;
    this.#kinds = kit.kinds as NoteKinds & Kit['kinds'];
    this.#cycles = cycles;
    this.#probes = probes;
    this.#note = watchedOf(0, join(kit.directory, 'watched'));
    this.#other = watchedOf(1, join(kit.directory, 'other'));
    this.#writer = writer;
    this.#send = senderTo(writer);
    this.#writer.on(
      'data',
      frameCutter((kind, a, b) => this.#answered(kind, a, b)),
    );
    this.#writer.on('error', (error) => this.emit('error', error));
    this.#writer.on('close', () => this.emit('error', new Error('the writer went away')));
    // Whoever waits for an event hears of it by `once`; between the rounds nobody needs to.
    this.on('error', () => {});
    this.#watch(this.#note);
    this.#watch(this.#other);
  }

  async round(): Promise<number> {
    this.#changes = 0;
    for (let cycle = 0; cycle < this.#cycles; cycle++) {
      await this.#turn();
      closeWatch(this.#note);
      // What happens now is seen in the other directory alone.
      await this.#turn();
      this.#watch(this.#note);
      await this.#turn();
    }
    await this.#turn();
    for (let probe = 0; probe < this.#probes; probe++) await this.#probe(probe);
    return this.#cycles;
  }

  close(): void {
    closeWatch(this.#note);
    closeWatch(this.#other);
    this.#writer.removeAllListeners('close');
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
  }

  async #turn(): Promise<void> {
    const turned = once(this, 'turned');
    this.#send(TO_WRITER.go, 0, 0);
    await turned;
  }

  /** Begins to watch: what is there now is no news. */
  #watch(watched: Watched): void {
    const watcher = watch(watched.directory);
    watched.watcher = watcher;
    watcher.on('change', (_type, name) => {
      if (watched.watcher !== watcher) this.#kit.emit(this.#kinds.late, 0, 0, 0);
      else if (name === NOTE || name === null) this.#examine(watched);
    });
    watcher.on('error', (error) => this.emit('error', error));
    watched.digest = this.#kit.crc32(readFileSync(join(watched.directory, NOTE)));
  }

  /** One read of a file at a time, so that an older content never overtakes a newer one. */
  #examine(watched: Watched): void {
    watched.again = watched.reading;
    if (watched.reading) return;
    watched.reading = true;
    const { watcher } = watched;
    readFile(join(watched.directory, NOTE), (error, bytes) => {
      watched.reading = false;
      // Nobody wants to know any more what was asked before the watch was closed.
      if (error === null && watched.watcher === watcher) this.#holds(watched, this.#kit.crc32(bytes));
      if (watched.again) this.#examine(watched);
    });
  }

  #holds(watched: Watched, digest: number): void {
    if (digest === watched.digest) return;
    watched.digest = digest;
    this.#kit.emit(this.#kinds.modified, watched.key, this.#changes++, digest);
    this.#send(TO_WRITER.state, watched.key, digest);
  }

  /** Where there is nothing to watch, `fs.watch` of Node throws, and others emit `error` in the same turn. */
  async #probe(probe: number): Promise<void> {
    try {
      const watcher = watch(join(this.#kit.directory, `probe${probe}`));
      const [error] = await Promise.race([once(watcher, 'error'), turn([])]);
      watcher.close();
      if (error !== undefined) throw error;
      this.#kit.emit(this.#kinds.opened, PROBE_KEY, probe, 0);
    } catch (error) {
      this.#kit.emit(this.#kinds.failed, PROBE_KEY, probe, reasonOf(error));
    }
  }

  #answered(kind: number, key: number, act: number): void {
    if (kind === FROM_WRITER.acted || kind === FROM_WRITER.done) this.emit('turned');
    if (kind !== FROM_WRITER.settled) return;
    const { digest } = key === 0 ? this.#note : this.#other;
    this.#kit.emit(this.#kinds.settled, key, act, digest);
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  return new Rewatch(kit, Number(params['cycles']), Number(params['probes']), await connectToWriter(kit));
}

function watchedOf(key: number, directory: string): Watched {
  return { key, directory, digest: 0, reading: false, again: false, watcher: null };
}

/** Forgets the watcher and keeps its listeners: a notice that still came would be heard. */
function closeWatch(watched: Watched): void {
  watched.watcher?.close();
  watched.watcher = null;
}
