// A workload with promises: it asks the writer for one act after the other, and each is over when its states were seen.
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import { DirectoryWatch } from './directory_watch.ts';
import type { Watching } from './file_looks.ts';
import { StateTrace } from './state_trace.ts';
import { ABSENT, snapshotOf } from './watched_files.ts';
import type { WatchedFiles } from './watched_files.ts';
import { FROM_WRITER, TO_WRITER, answersOf, connectToWriter, senderTo } from './writer_wire.ts';
import type { WriterAnswer, TakesFrame } from './writer_wire.ts';

export interface Acts {
  /** The files that the writer writes, by key. */
  readonly names: readonly string[];
  /** Editors save to a file of a hidden name first, which is nobody's business. */
  readonly skipHidden?: boolean;
  /** What a round counts, where that is not the acts. */
  readonly operations?: number;
  /** Arms another watch than that of the directory. */
  readonly watch?: (watching: Watching) => Closes;
}

interface Closes {
  close(): void;
}

class PromisedActs implements Workload {
  readonly #kit: Kit;
  readonly #operations: number | undefined;
  readonly #files: WatchedFiles;
  readonly #trace: StateTrace;
  readonly #watch: Closes;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  readonly #answers: AsyncIterator<WriterAnswer>;

  constructor(
    kit: Kit,
    { names, skipHidden = false, operations, watch = watchDirectory }: Acts,
    writer: Socket,
  ) {
    this.#kit = kit;
    this.#operations = operations;
    this.#files = snapshotOf(kit, join(kit.directory, 'watched'), names, ABSENT);
    this.#trace = new StateTrace(kit);
    this.#watch = watch({ kit, files: this.#files, trace: this.#trace, writer, skipHidden });
    this.#writer = writer;
    this.#send = senderTo(writer);
    this.#answers = answersOf(writer);
  }

  async round(): Promise<number> {
    this.#trace.beginRound();
    let settled = 0;
    this.#send(TO_WRITER.go, 0, 0);
    for (;;) {
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.done) return this.#operations ?? settled;
      if (answer.kind === FROM_WRITER.acted) this.#send(TO_WRITER.go, 0, 0);
      if (answer.kind !== FROM_WRITER.settled) continue;
      settled += 1;
      this.#settle(answer.a, answer.b);
    }
  }

  close(): void {
    this.#watch.close();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
  }

  #settle(key: number, act: number): void {
    const file = this.#files.withKey(key);
    this.#trace.settled(file, act);
    this.#kit.sample(file.heldAt);
  }
}

const watchDirectory = (watching: Watching): Closes => new DirectoryWatch(watching);

export async function openActs(kit: Kit, acts: Acts): Promise<Workload> {
  return new PromisedActs(kit, acts, await connectToWriter(kit));
}
