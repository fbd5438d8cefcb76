// file_watch.burst with streams: notices flow through a pipeline into the writer's socket, its answers through another one back.
import { watch } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { Readable, Writable, pipeline } from 'node:stream';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { StateTrace } from '../shared/state_trace.ts';
import { EMPTY, digestOf, namesOf, snapshotOf } from '../shared/watched_files.ts';
import type { WatchedFiles } from '../shared/watched_files.ts';
import { FROM_WRITER, TO_WRITER, connectToWriter, frame, frameCutter } from '../shared/writer_wire.ts';

/** The iterator of fs/promises drops notices while its consumer is busy, so the stream behind it has room for more than the kernel queues. */
const WAITING_NOTICES = 65_536;

interface Notice {
  readonly filename: string | null;
}

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
  readonly #writer: Socket;
  readonly #end = new AbortController();
  #pass: Pass | undefined;

  constructor(kit: Kit, files: number, writer: Socket) {
    this.#kit = kit;
    this.#trace = new StateTrace(kit);
    this.#files = snapshotOf(kit, kit.directory, namesOf(files, String), EMPTY);
    this.#writer = writer;
    const { signal } = this.#end;
    const notices = Readable.from(watch(kit.directory, { signal }), { highWaterMark: WAITING_NOTICES });
    const ended = (): void => this.#pass?.end(new Error('the writer went away'));
    pipeline(notices, (source: AsyncIterable<Notice>) => this.#states(source), writer, ended);
    pipeline(writer, this.#answers(), ended);
    // Reads the first notice ahead: the watch is armed when this returns.
    notices.read(0);
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
      this.#writer.write(frame(TO_WRITER.go, 0, 0));
    });
  }

  close(): void {
    this.#writer.write(frame(TO_WRITER.bye, 0, 0));
    this.#end.abort();
  }

  /** Makes of each notice that changed something the frame that tells the writer. */
  async *#states(notices: AsyncIterable<Notice>): AsyncGenerator<Buffer, void> {
    for await (const { filename } of notices) {
      const named = filename === null ? [...this.#files.all()] : [this.#files.named(filename)];
      for (const file of named) {
        const digest = await digestOf(this.#kit, file.path, EMPTY);
        const before = file.digest;
        if (digest === before) continue;
        file.digest = digest;
        file.heldAt = this.#kit.now();
        if (this.#pass !== undefined && this.#trace.changed(file, before))
          yield frame(TO_WRITER.state, file.key, digest);
      }
    }
  }

  #answers(): Writable {
    const cut = frameCutter((kind, a, b) => this.#answered(kind, a, b));
    return new Writable({
      write: (bytes: Buffer, _encoding, written) => {
        cut(bytes);
        written();
      },
    });
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

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  return new Burst(kit, Number(params['files']), await connectToWriter(kit));
}
