// file_watch.overflow with promises: a `for await` over notices that nobody comes to for a while, because the thread is busy.
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { DirectoryWatch } from '../shared/directory_watch.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { ABSENT, snapshotOf } from '../shared/watched_files.ts';
import type { WatchedFiles } from '../shared/watched_files.ts';
import { FROM_WRITER, TO_WRITER, answersOf, connectToWriter, senderTo } from '../shared/writer_wire.ts';
import type { WriterAnswer, TakesFrame } from '../shared/writer_wire.ts';

/** What is written behind the flood, and after it: the only files whose contents change. */
const NAMES = ['last.txt', 'later.txt'];
/** A flood takes some tens of milliseconds. */
const LONGEST_STALL_NS = 4e9;

interface Kinds {
  readonly overflow: number;
  readonly repaired: number;
}

class Overflow implements Workload {
  readonly #kit: Kit;
  readonly #kinds: Kinds;
  readonly #trace: StateTrace;
  readonly #files: WatchedFiles;
  readonly #watch: DirectoryWatch;
  readonly #writer: Socket;
  readonly #send: TakesFrame;
  readonly #answers: AsyncIterator<WriterAnswer>;
  #stirred: () => void = () => {};

  constructor(kit: Kit, writer: Socket) {
    this.#kit = kit;
    this.#kinds = kit.kinds as Kinds & Kit['kinds'];
    this.#trace = new StateTrace(kit);
    this.#files = snapshotOf(kit, join(kit.directory, 'watched'), NAMES, ABSENT);
    const noticed = (name: string | null): void => this.#noticed(name);
    this.#watch = new DirectoryWatch({ kit, files: this.#files, trace: this.#trace, writer, noticed });
    this.#writer = writer;
    this.#send = senderTo(writer);
    this.#answers = answersOf(writer);
  }

  /** One flood, met by a loop that does not turn while it comes. */
  async round(): Promise<number> {
    this.#trace.beginRound();
    const stirred = new Promise<void>((resolve) => {
      this.#stirred = resolve;
    });
    this.#send(TO_WRITER.go, 0, 0);
    this.#stall();
    // The writer has said that the flood is over; there is room in the queue again when the first notice has been taken.
    await this.#answers.next();
    await stirred;
    this.#send(TO_WRITER.go, 0, 0);
    for (;;) {
      const { value: answer, done } = await this.#answers.next();
      if (done === true) throw new Error('the writer went away');
      if (answer.kind === FROM_WRITER.done) return 1;
      if (answer.kind === FROM_WRITER.acted) {
        // To ask on says that everything that is known has been told.
        await this.#watch.looked;
        this.#send(TO_WRITER.go, 0, 0);
      }
      if (answer.kind === FROM_WRITER.settled) this.#settle(answer.a, answer.b);
    }
  }

  close(): void {
    this.#watch.close();
    this.#send(TO_WRITER.bye, 0, 0);
    this.#writer.end();
  }

  /** Keeps the thread busy, as a long computation would, until the flood is over. */
  #stall(): void {
    const over = join(this.#kit.directory, `flooded${this.#kit.round}`);
    const latest = this.#kit.now() + LONGEST_STALL_NS;
    while (!existsSync(over)) if (this.#kit.now() > latest) throw new Error('the flood never ended');
  }

  #noticed(name: string | null): void {
    this.#stirred();
    if (name === null) this.#kit.emit(this.#kinds.overflow, 0, 0, 0);
  }

  #settle(key: number, act: number): void {
    const file = this.#files.withKey(key);
    if (key === 0) this.#kit.emit(this.#kinds.repaired, key, act, file.digest);
    else this.#trace.settled(file, act);
  }
}

export async function open(_params: Parameters, kit: Kit): Promise<Workload> {
  return new Overflow(kit, await connectToWriter(kit));
}
