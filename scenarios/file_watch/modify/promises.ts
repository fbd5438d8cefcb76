// file_watch.modify with promises: `for await` over the notices of fs/promises, and a round that awaits one answer after the other.
import { open as openFile, watch } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { EMPTY, digestOf, noteNames, snapshotOf } from '../shared/watched_files.ts';
import type { WatchedFile, WatchedFiles } from '../shared/watched_files.ts';
import { FROM_WRITER, TO_WRITER, answersOf, connectToWriter, senderTo } from '../shared/writer_wire.ts';
import type { WriterAnswer, TakesFrame } from '../shared/writer_wire.ts';
import { OWN } from './own_file.ts';

class Modify implements Workload {
  readonly #kit: Kit;
  readonly #trace: StateTrace;
  readonly #files: WatchedFiles;
  readonly #own: WatchedFile;
  readonly #ownFile: FileHandle;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  readonly #answers: AsyncIterator<WriterAnswer>;
  readonly #end = new AbortController();
  #running = false;
  readonly #ownContent: Buffer;
  #ownWrites = 0;
  #ownChanged: () => void = () => {};

  constructor(kit: Kit, files: WatchedFiles, ownFile: FileHandle, bytes: number, writer: Socket) {
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#files = files;
    this.#own = files.named(OWN);
    this.#ownFile = ownFile;
    this.#ownContent = Buffer.alloc(bytes);
    this.#writer = writer;
    this.#send = senderTo(writer);
    this.#answers = answersOf(writer);
  }

  async round(): Promise<number> {
    this.#running = true;
    this.#trace.beginRound();
    for (let settled = 0; ; ) {
      this.#send(TO_WRITER.go, 0, 0);
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.done) {
        this.#running = false;
        return settled;
      }
      if (answer.kind !== FROM_WRITER.settled) continue;
      settled += 1;
      this.#settle(answer.a, answer.b);
    }
  }

  async slice(operations: number): Promise<void> {
    const content = this.#ownContent;
    for (let i = 0; i < operations; i++) {
      const changed = new Promise<void>((resolve) => {
        this.#ownChanged = resolve;
      });
      content.writeUInt32LE(++this.#ownWrites);
      // One call to the system and so one notice: nothing is left over when the slice ends.
      await this.#ownFile.write(content, 0, content.length, 0);
      await changed;
    }
  }

  async close(): Promise<void> {
    this.#end.abort();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
    await this.#ownFile.close();
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
    if (file === this.#own) this.#ownChanged();
    else if (this.#running && this.#trace.changed(file, before))
      this.#send(TO_WRITER.state, file.key, digest);
  }

  #settle(key: number, edit: number): void {
    const file = this.#files.withKey(key);
    this.#trace.settled(file, edit);
    this.#kit.sample(file.heldAt);
  }
}

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const writer = await connectToWriter(kit);
  const ownFile = await openFile(join(kit.directory, OWN), 'w');
  const files = snapshotOf(kit, kit.directory, noteNames(Number(params['files'])), EMPTY);
  const workload = new Modify(kit, files, ownFile, Number(params['bytes']), writer);
  // Runs up to its first notice at once: the watch is armed when `open` answers.
  void workload.watchOn();
  return workload;
}
