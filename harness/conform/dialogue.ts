// One process of the runner that is judged, talked to line by line. Whatever it says or does becomes a value, and the next line may follow.
import type { Duplex } from 'node:stream';
import { harnessNow } from '../run/clock.ts';
import { splitLines } from '../run/session/lines.ts';
import type { RunnerLine } from '../run/session/lines.ts';
import { parseLine } from '../run/session/parse-message.ts';
import { signalGroup } from '../run/session/process-group.ts';
import type { RunnerExit, RunnerProcess } from '../run/session/spawn-runner.ts';
import type { WireTap } from '../run/session/wire-log.ts';
import { within } from '../run/session/within.ts';

/** A message as it came, whether or not it keeps its schema. */
export type Loose = Readonly<Record<string, unknown>>;

export type Answer =
  /** When the request was written and the answer read, ns since the harness's epoch. */
  | {
      readonly kind: 'message';
      readonly message: Loose;
      readonly line: string;
      readonly sentNs: number;
      readonly receivedNs: number;
    }
  | { readonly kind: 'silent'; readonly limitMs: number }
  | { readonly kind: 'ended'; readonly exit: RunnerExit };

/** What a runner wrote although nothing asked for it, or not in its form. */
export type Misplaced =
  | { readonly kind: 'noise' | 'malformed'; readonly line: string; readonly problem: string }
  | { readonly kind: 'stray'; readonly line: string; readonly request: string };

interface Heard {
  readonly message: Loose;
  readonly line: string;
  readonly receivedNs: number;
}

type Line = object | string | Uint8Array;

export class Dialogue {
  readonly pid: number;
  /** The other end of the runner's file descriptor 3. */
  readonly tokens: Duplex;
  readonly #runner: RunnerProcess;
  readonly #onMisplaced: (what: Misplaced) => void;
  readonly #heard: Heard[] = [];
  readonly #tap: WireTap | null;
  #lastRequest = '';
  #wake = (): void => {};

  constructor(runner: RunnerProcess, onMisplaced: (what: Misplaced) => void, tap: WireTap | null = null) {
    this.#tap = tap;
    this.pid = runner.pid;
    this.tokens = runner.tokenStream;
    this.#runner = runner;
    this.#onMisplaced = onMisplaced;
    const splitter = splitLines((line) => {
      tap?.({
        to: 'harness',
        ns: harnessNow(),
        line: line.kind === 'oversize' ? `${line.prefix}…` : line.text,
      });
      const one = heardOf(line, onMisplaced);
      if (one !== null) this.#heard.push({ ...one, receivedNs: harnessNow() });
      this.#wake();
    });
    runner.stdout.on('data', (chunk: Buffer) => splitter.push(chunk));
    runner.stdout.on('end', () => splitter.end());
  }

  /** The last line that was written. */
  get lastRequest(): string {
    return this.#lastRequest;
  }

  /** What the runner has written to stderr, its last lines. */
  get stderr(): string[] {
    return this.#runner.tails().filter((line) => line.startsWith('stderr|'));
  }

  /** Writes without waiting. Bytes are written as they are, everything else with its newline. */
  tell(line: Line): void {
    this.#lastRequest = textOf(line);
    this.#tap?.({ to: 'runner', ns: harnessNow(), line: this.#lastRequest });
    this.#runner.write(line instanceof Uint8Array ? line : `${this.#lastRequest}\n`);
  }

  /** Writes, and waits for the answer: the message with the id of the request, or with the id null. */
  async ask(line: Line, limitMs: number): Promise<Answer> {
    const sentNs = harnessNow();
    this.tell(line);
    const id = idOf(line);
    const request = this.#lastRequest;
    for (;;) {
      const answer = await this.next(limitMs);
      if (answer.kind !== 'message') return answer;
      if (id === undefined || answer.message['id'] === id || answer.message['id'] === null)
        return { ...answer, sentNs };
      this.#onMisplaced({ kind: 'stray', line: answer.line, request });
    }
  }

  /** The next message, whatever its id. */
  async next(limitMs: number): Promise<Answer> {
    const sentNs = harnessNow();
    const untilNs = sentNs + limitMs * 1e6;
    for (;;) {
      const one = this.#heard.shift();
      if (one !== undefined) return { kind: 'message', sentNs, ...one };
      const exit = (await within(this.#runner.drained, 0)) ? await this.#runner.drained : null;
      if (exit !== null && this.#heard.length === 0) return { kind: 'ended', exit };
      const leftMs = (untilNs - harnessNow()) / 1e6;
      if (leftMs <= 0) return { kind: 'silent', limitMs };
      const arrived = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      if (this.#heard.length === 0) await within(Promise.race([arrived, this.#runner.drained]), leftMs);
    }
  }

  /** How the process ended; null: it still runs when the time is over. */
  async gone(limitMs: number): Promise<RunnerExit | null> {
    return (await within(this.#runner.exited, limitMs)) ? this.#runner.drained : null;
  }

  /** Ends stdin, and waits as `gone` does. */
  endInput(limitMs: number): Promise<RunnerExit | null> {
    this.#runner.endInput();
    return this.gone(limitMs);
  }

  /** Sends SIGTERM, and waits as `gone` does. */
  terminate(limitMs: number): Promise<RunnerExit | null> {
    signalGroup(this.pid, 'SIGTERM');
    return this.gone(limitMs);
  }

  /** Nothing of the runner is left afterwards. */
  stop(): Promise<void> {
    return this.#runner.stop();
  }
}

/** Null where it is no message at all. One that does not keep its schema is told, and taken all the same. */
function heardOf(
  line: RunnerLine,
  onMisplaced: (what: Misplaced) => void,
): { readonly message: Loose; readonly line: string } | null {
  if (line.kind === 'partial' && line.text.trim() === '') return null;
  const text = line.kind === 'oversize' ? line.prefix : line.text;
  if (line.kind !== 'line') {
    onMisplaced({ kind: 'noise', line: text, problem: PROBLEMS[line.kind] });
    return null;
  }
  const parsed = parseLine(text);
  if (parsed.kind === 'message') return { message: parsed.message, line: text };
  onMisplaced({
    kind: parsed.kind === 'noise' ? 'noise' : 'malformed',
    line: text,
    problem: parsed.problem,
  });
  return parsed.kind === 'noise' ? null : { message: JSON.parse(text) as Loose, line: text };
}

const PROBLEMS = {
  oversize: 'is longer than 1 MiB',
  'not-utf8': 'is not UTF-8',
  partial: 'has no newline',
} as const;

function textOf(line: Line): string {
  if (typeof line === 'string') return line;
  return line instanceof Uint8Array ? Buffer.from(line).toString('utf8').trimEnd() : JSON.stringify(line);
}

/** Undefined: it can only be refused, and the answer has no id either. */
function idOf(line: Line): unknown {
  return typeof line === 'object' && 'id' in line ? line.id : undefined;
}
