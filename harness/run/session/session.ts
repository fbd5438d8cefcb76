// Typed requests and replies over a runner's stdin and stdout. Everything that a runner says or does becomes a value.
import type { Outcome } from '../../contract/invocation.ts';
import type {
  FailedMessage,
  HaltedMessage,
  HarnessMessage,
  RefusedMessage,
  RunnerMessage,
} from '../../contract/message.ts';
import { assertNever } from '../../contract/failure.ts';
import type { WireEntry } from '../../contract/wire.ts';
import { harnessNow } from '../clock.ts';
import { splitLines } from './lines.ts';
import type { RunnerLine, LineSplitter } from './lines.ts';
import { parseLine } from './parse-message.ts';
import {
  closedFailure,
  exitOutcome,
  lingeringFailure,
  noiseFailure,
  oversizeFailure,
  partialFailure,
  protocolError,
  timeoutFailure,
  violationFailure,
} from './protocol-failures.ts';
import type { RunnerExit, RunnerProcess } from './spawn-runner.ts';
import { keepWire } from './wire-log.ts';
import type { WireLog, WireTap } from './wire-log.ts';
import { within } from './within.ts';

/** A runner whose stdout ended is about to exit; one that has not after this closed it on purpose. */
const EXIT_AFTER_CLOSE_MS = 500;
const PROVOCATION = 'a line that is no message';

interface ReplyKinds {
  readonly hello: 'ready';
  readonly clock: 'clock';
  readonly prepare: 'prepared';
  readonly round: 'rounded';
  readonly slices: 'sliced';
  readonly finish: 'finished';
}
export type RequestKind = keyof ReplyKinds;
export type ReplyTo<Kind extends RequestKind> = Extract<RunnerMessage, { kind: ReplyKinds[Kind] }>;
export type RequestBody<Kind extends RequestKind> = Omit<
  Extract<HarnessMessage, { kind: Kind }>,
  'kind' | 'id'
>;

export type RunnerAnswer<Reply> =
  /** When the request was written and the reply read, ns since the harness's epoch. */
  | { readonly kind: 'reply'; readonly reply: Reply; readonly sentNs: number; readonly receivedNs: number }
  | { readonly kind: 'refused'; readonly refusal: RefusedMessage }
  | { readonly kind: 'failed'; readonly failed: FailedMessage }
  /** The session is over; every later request gets the same answer. */
  | { readonly kind: 'ended'; readonly outcome: Outcome };

/** The answer to `halt`. `late`: the round that was given up has ended after all. `silent`: no answer in time, or one of no use. */
export type HaltAnswer =
  | { readonly kind: 'halted'; readonly halted: HaltedMessage }
  | { readonly kind: 'late' }
  | { readonly kind: 'silent' };

/** One conversation, in lockstep: a request is registered before it is written, and the next waits for its answer. */
export class Session {
  readonly #runner: RunnerProcess;
  readonly #splitter: LineSplitter;
  #ended: Outcome | null = null;
  #pending: Pending | null = null;
  #lastId = 0;
  #closing = false;
  /** When the chunk that is being read came in. */
  #chunkNs = 0;
  /** Takes every line once the round was given up. */
  #onHalting: ((line: RunnerLine) => void) | null = null;
  readonly #wire = keepWire();
  readonly #tap: WireTap | null;

  /** `tap` hears each line, as it is written or read. */
  constructor(runner: RunnerProcess, tap: WireTap | null = null) {
    this.#runner = runner;
    this.#tap = tap;
    this.#splitter = splitLines((line) => this.#onLine(line));
    runner.stdout.on('data', (chunk: Buffer) => {
      this.#chunkNs = harnessNow();
      this.#splitter.push(chunk);
    });
    runner.stdout.on('end', () => void this.#onOutputEnd());
    void runner.drained.then((exit) => this.#onDrained(exit));
  }

  /** What was said so far. */
  get wire(): WireLog {
    return this.#wire;
  }

  request<Kind extends RequestKind>(
    kind: Kind,
    body: RequestBody<Kind>,
    limitMs: number,
  ): Promise<RunnerAnswer<ReplyTo<Kind>>> {
    const id = ++this.#lastId;
    const line = JSON.stringify({ kind, id, ...body });
    return this.#send<ReplyTo<Kind>>(line, { id, name: kind, accept: ACCEPT[kind], limitMs });
  }

  /** Writes a line that is no message: it can only be refused. */
  provoke(line: string, limitMs: number): Promise<RunnerAnswer<never>> {
    return this.#send<never>(line, { id: null, name: PROVOCATION, accept: () => null, limitMs });
  }

  /** Ends the session by the harness's own decision. */
  abort(outcome: Outcome): void {
    this.#end(outcome);
  }

  /** Asks for what was recorded of a round that does not end, or that has failed. The last thing that is asked: it does not wait its turn. */
  async halt(limitMs: number): Promise<HaltAnswer> {
    const id = ++this.#lastId;
    let answer: HaltAnswer = { kind: 'silent' };
    const answered = new Promise<void>((resolve) => {
      this.#onHalting = (line) => {
        const parsed = line.kind === 'line' ? parseLine(line.text) : null;
        if (parsed?.kind !== 'message') return;
        const { message } = parsed;
        if (message.kind === 'rounded') answer = { kind: 'late' };
        if (message.kind === 'halted' && message.id === id) answer = { kind: 'halted', halted: message };
        if (message.kind === 'rounded' || message.id === id) resolve();
      };
    });
    this.#tell(JSON.stringify({ kind: 'halt', id }));
    await within(Promise.race([answered, this.#runner.exited]), limitMs);
    return answer;
  }

  /** Ends stdin and waits for the process: null when it ended well, and said nothing more. */
  async close(limitMs: number): Promise<Outcome | null> {
    this.#closing = true;
    this.#runner.endInput();
    if (!(await within(this.#runner.exited, limitMs)))
      return this.#ended ?? protocolError(lingeringFailure(limitMs));
    const exit = await this.#runner.drained;
    if (this.#ended !== null) return this.#ended;
    return exit.kind === 'code' && exit.code === 0 ? null : exitOutcome(exit, 'after its stdin had ended');
  }

  #send<Reply>(line: string, request: Expectation<Reply>): Promise<RunnerAnswer<Reply>> {
    if (this.#ended !== null) return Promise.resolve({ kind: 'ended', outcome: this.#ended });
    if (this.#pending !== null)
      throw new Error(`\`${request.name}\` sent while \`${this.#pending.name}\` waits`);
    return new Promise((resolve) => {
      const failure = timeoutFailure(request.name, request.limitMs);
      const timer = setTimeout(() => this.#end({ kind: 'timeout', failure }), request.limitMs);
      const settle = (answer: RunnerAnswer<Reply>): true => {
        clearTimeout(timer);
        this.#pending = null;
        resolve(answer);
        return true;
      };
      this.#pending = pendingFor(request, settle);
      this.#tell(line);
    });
  }

  #tell(line: string): void {
    this.#note({ to: 'runner', ns: harnessNow(), line });
    this.#runner.write(`${line}\n`);
  }

  #note(entry: WireEntry): void {
    this.#wire.add(entry);
    this.#tap?.(entry);
  }

  #end(outcome: Outcome): void {
    if (this.#ended !== null) return;
    this.#ended = outcome;
    this.#pending?.settle({ kind: 'ended', outcome });
  }

  #onLine(line: RunnerLine): void {
    this.#note({
      to: 'harness',
      ns: this.#chunkNs,
      line: line.kind === 'oversize' ? `${line.prefix}…` : line.text,
    });
    if (this.#onHalting !== null) return this.#onHalting(line);
    if (this.#ended !== null) return;
    switch (line.kind) {
      case 'line':
        return this.#onWholeLine(line.text);
      case 'oversize':
        return this.#end(protocolError(oversizeFailure(line.prefix)));
      case 'not-utf8':
        return this.#end(protocolError(noiseFailure(line.text, 'is not UTF-8')));
      case 'partial':
        return this.#end(protocolError(partialFailure(line.text)));
      default:
        assertNever(line);
    }
  }

  #onWholeLine(text: string): void {
    const parsed = parseLine(text);
    switch (parsed.kind) {
      case 'message':
        return this.#onMessage(parsed.message, text);
      case 'noise':
        return this.#end(protocolError(noiseFailure(text, parsed.problem)));
      case 'invalid':
        return this.#violation(`A message of the runner ${parsed.problem}.`, text);
      default:
        assertNever(parsed);
    }
  }

  #onMessage(message: RunnerMessage, line: string): void {
    const pending = this.#pending;
    if (pending === null || message.id !== pending.id)
      return this.#violation(strayCause(message, pending, this.#lastId), line);
    if (!pending.answer(message, this.#chunkNs))
      this.#violation(`The runner answered \`${pending.name}\` with \`${message.kind}\`.`, line);
  }

  #violation(cause: string, line: string): void {
    this.#end(protocolError(violationFailure(cause, line)));
  }

  async #onOutputEnd(): Promise<void> {
    if (await within(this.#runner.exited, EXIT_AFTER_CLOSE_MS)) return;
    if (!this.#closing) this.#end({ kind: 'closed-without-reply', failure: closedFailure(this.#moment()) });
  }

  #onDrained(exit: RunnerExit): void {
    this.#splitter.end();
    if (!this.#closing || this.#pending !== null) this.#end(exitOutcome(exit, this.#moment()));
  }

  #moment(): string {
    return this.#pending === null
      ? 'between two requests'
      : `while \`${this.#pending.name}\` waited for its answer`;
  }
}

/** Which messages are the reply to which request. */
const ACCEPT: { [Kind in RequestKind]: (message: RunnerMessage) => ReplyTo<Kind> | null } = {
  hello: (message) => (message.kind === 'ready' ? message : null),
  clock: (message) => (message.kind === 'clock' ? message : null),
  prepare: (message) => (message.kind === 'prepared' ? message : null),
  round: (message) => (message.kind === 'rounded' ? message : null),
  slices: (message) => (message.kind === 'sliced' ? message : null),
  finish: (message) => (message.kind === 'finished' ? message : null),
};

interface Expectation<Reply> {
  /** Null: the line could not be read as a message, so the answer has no id either. */
  readonly id: number | null;
  readonly name: string;
  readonly limitMs: number;
  accept(message: RunnerMessage): Reply | null;
}

interface Pending {
  readonly id: number | null;
  readonly name: string;
  /** False when the message is of a kind that cannot answer this request. */
  answer(message: RunnerMessage, receivedNs: number): boolean;
  settle(end: RunnerAnswer<never>): void;
}

function pendingFor<Reply>(
  request: Expectation<Reply>,
  settle: (answer: RunnerAnswer<Reply>) => true,
): Pending {
  const sentNs = harnessNow();
  return {
    id: request.id,
    name: request.name,
    settle,
    answer(message, receivedNs) {
      if (message.kind === 'refused') return settle({ kind: 'refused', refusal: message });
      if (message.kind === 'failed') return settle({ kind: 'failed', failed: message });
      const reply = request.accept(message);
      return reply !== null && settle({ kind: 'reply', reply, sentNs, receivedNs });
    },
  };
}

function strayCause(message: RunnerMessage, pending: Pending | null, lastId: number): string {
  const { kind, id } = message;
  if (id === null) return 'The runner could not read a valid request.';
  if (id > lastId) return `The runner answered request ${id}, which was never made.`;
  const waiting = pending === null ? '' : ` while \`${pending.name}\` waited for its answer`;
  return `The runner answered request ${id} again with \`${kind}\`${waiting}: that request was already answered.`;
}
