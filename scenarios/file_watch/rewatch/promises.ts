// file_watch.rewatch with promises: loops over the notices of fs/promises, ended by an `AbortSignal` and begun again.
import { readFileSync } from 'node:fs';
import { readFile, watch } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { FROM_WRITER, TO_WRITER, answersOf, connectToWriter, senderTo } from '../shared/writer_wire.ts';
import type { WriterAnswer, TakesFrame } from '../shared/writer_wire.ts';
import { NOTE, PROBE_KEY, reasonOf } from './note.ts';
import type { NoteKinds } from './note.ts';

/** One file of one directory, with a watch of it. */
interface Watched {
  readonly key: number;
  readonly directory: string;
  digest: number;
  reading: boolean;
  /** A notice came while the file was being read. */
  again: boolean;
  end: AbortController;
}

class Rewatch implements Workload {
  readonly #kit: Kit;
  readonly #kinds: NoteKinds;
  readonly #cycles: number;
  readonly #probes: number;
  readonly #note: Watched;
  readonly #other: Watched;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  readonly #answers: AsyncIterator<WriterAnswer>;
  #changes = 0;

  constructor(kit: Kit, cycles: number, probes: number, writer: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as NoteKinds & Kit['kinds'];
    this.#cycles = cycles;
    this.#probes = probes;
    this.#note = watchedOf(0, join(kit.directory, 'watched'));
    this.#other = watchedOf(1, join(kit.directory, 'other'));
    this.#writer = writer;
    this.#send = senderTo(writer);
    this.#answers = answersOf(writer);
    this.#watch(this.#note);
    this.#watch(this.#other);
  }

  async round(): Promise<number> {
    this.#changes = 0;
    for (let cycle = 0; cycle < this.#cycles; cycle++) {
      await this.#turn();
      this.#note.end.abort();
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
    this.#note.end.abort();
    this.#other.end.abort();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
  }

  /** Has the writer act, and waits until it has seen that noticed. */
  async #turn(): Promise<void> {
    this.#send(TO_WRITER.go, 0, 0);
    for (;;) {
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.acted || answer.kind === FROM_WRITER.done) return;
      if (answer.kind !== FROM_WRITER.settled) continue;
      const { digest } = answer.a === 0 ? this.#note : this.#other;
      this.#kit.emit(this.#kinds.settled, answer.a, answer.b, digest);
    }
  }

  /** Begins to watch: what is there now is no news. */
  #watch(watched: Watched): void {
    watched.end = new AbortController();
    void this.#watchOn(watched, watched.end.signal);
    watched.digest = this.#kit.crc32(readFileSync(join(watched.directory, NOTE)));
  }

  /** Runs up to its first notice at once. The body does not await: the iterator drops notices while its consumer is busy. */
  async #watchOn(watched: Watched, signal: AbortSignal): Promise<void> {
    try {
      for await (const { filename } of watch(watched.directory, { signal })) {
        if (signal.aborted) this.#kit.emit(this.#kinds.late, 0, 0, 0);
        else if (filename === NOTE || filename === null) void this.#examine(watched);
      }
    } catch (error) {
      if (!signal.aborted) this.#writer.destroy(error instanceof Error ? error : undefined);
    }
  }

  /** One read of a file at a time, so that an older content never overtakes a newer one. */
  async #examine(watched: Watched): Promise<void> {
    watched.again = watched.reading;
    if (watched.reading) return;
    watched.reading = true;
    do {
      watched.again = false;
      const { signal } = watched.end;
      const digest = this.#kit.crc32(await readFile(join(watched.directory, NOTE)));
      // Nobody wants to know any more what was asked before the watch was closed.
      if (!signal.aborted) this.#holds(watched, digest);
    } while (watched.again);
    watched.reading = false;
  }

  #holds(watched: Watched, digest: number): void {
    if (digest === watched.digest) return;
    watched.digest = digest;
    this.#kit.emit(this.#kinds.modified, watched.key, this.#changes++, digest);
    this.#send(TO_WRITER.state, watched.key, digest);
  }

  /** The first step of the iterator arms the watch: it fails at once, or waits for a notice that will not come. */
  async #probe(probe: number): Promise<void> {
    const end = new AbortController();
    const step = this.#firstStep(join(this.#kit.directory, `probe${probe}`), end.signal);
    try {
      await Promise.race([step, turn()]);
      this.#kit.emit(this.#kinds.opened, PROBE_KEY, probe, 0);
    } catch (error) {
      this.#kit.emit(this.#kinds.failed, PROBE_KEY, probe, reasonOf(error));
    }
    end.abort();
    await step.catch(() => {});
  }

  /** In some runtimes `watch` itself throws. */
  async #firstStep(path: string, signal: AbortSignal): Promise<unknown> {
    return await watch(path, { signal })[Symbol.asyncIterator]().next();
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  return new Rewatch(kit, Number(params['cycles']), Number(params['probes']), await connectToWriter(kit));
}

function watchedOf(key: number, directory: string): Watched {
  return { key, directory, digest: 0, reading: false, again: false, end: new AbortController() };
}
