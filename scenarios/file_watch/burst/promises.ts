// file_watch.burst with promises: `for await` over the notices of fs/promises, and a round that awaits the answers.
import { watch } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { EMPTY, digestOf, namesOf, snapshotOf } from '../shared/watched_files.ts';
import type { WatchedFile, WatchedFiles } from '../shared/watched_files.ts';
import { FROM_WRITER, TO_WRITER, answersOf, connectToWriter, senderTo } from '../shared/writer_wire.ts';
import type { WriterAnswer, TakesFrame } from '../shared/writer_wire.ts';

class Burst implements Workload {
  readonly #kit: Kit;
  readonly #trace: StateTrace;
  readonly #files: WatchedFiles;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  readonly #answers: AsyncIterator<WriterAnswer>;
  readonly #end = new AbortController();
  #running = false;
  /** When the last of the final states was first held. */
  #heldAt = 0;

  constructor(kit: Kit, files: WatchedFiles, writer: Socket) {
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#files = files;
    this.#writer = writer;
    this.#send = senderTo(writer);
    this.#answers = answersOf(writer);
  }

  async round(): Promise<number> {
    this.#running = true;
    this.#trace.beginRound();
    this.#heldAt = 0;
    const beganAt = this.#kit.now();
    this.#send(TO_WRITER.go, 0, 0);
    for (;;) {
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.settled) this.#settle(answer.a, answer.b);
      if (answer.kind !== FROM_WRITER.done) continue;
      this.#running = false;
      this.#kit.sample(this.#heldAt - beganAt);
      return answer.a;
    }
  }

  close(): void {
    this.#end.abort();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
  }

  /** Ends when the workload is closed. The body does not await: the iterator drops notices while its consumer is busy. */
  async watchOn(): Promise<void> {
    try {
      for await (const { filename } of watch(this.#kit.directory, { signal: this.#end.signal })) {
        if (filename === null) for (const file of this.#files.all()) void this.#examine(file);
        else void this.#examine(this.#files.named(filename));
      }
    } catch (error) {
      if (!this.#end.signal.aborted) this.#writer.destroy(error instanceof Error ? error : undefined);
    }
  }

  /** One read of a file at a time, so that an older content never overtakes a newer one. */
  async #examine(file: WatchedFile): Promise<void> {
    file.again = file.reading;
    if (file.reading) return;
    file.reading = true;
    do {
      file.again = false;
      this.#holds(file, await digestOf(this.#kit, file.path, EMPTY));
    } while (file.again);
    file.reading = false;
  }

  #holds(file: WatchedFile, digest: number): void {
    const before = file.digest;
    if (digest === before) return;
    file.digest = digest;
    file.heldAt = this.#kit.now();
    if (this.#running && this.#trace.changed(file, before)) this.#send(TO_WRITER.state, file.key, digest);
  }

  #settle(key: number, edit: number): void {
    const file = this.#files.withKey(key);
    this.#heldAt = Math.max(this.#heldAt, file.heldAt);
    this.#trace.settled(file, edit);
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const writer = await connectToWriter(kit);
  const workload = new Burst(
    kit,
    snapshotOf(kit, kit.directory, namesOf(Number(params['files']), String), EMPTY),
    writer,
  );
  // Runs up to its first notice at once: the watch is armed when `open` answers.
  void workload.watchOn();
  return workload;
}
