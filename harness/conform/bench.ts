// What a play has at hand: processes of the runner, folders, time limits, and where its findings go.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError, assertNever } from '../contract/failure.ts';
import type { Blame, ClauseBreach } from '../contract/conformance.ts';
import { PROTOCOL_VERSION } from '../contract/message.ts';
import type { ReadyMessage } from '../contract/message.ts';
import { PRODUCT } from '../contract/product.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { Scenario } from '../contract/scenario.ts';
import { quoteLine } from '../run/session/quote-line.ts';
import { spawnRunner } from '../run/session/spawn-runner.ts';
import type { Wires } from '../run/session/wires.ts';
import type { SpawnSettings } from '../run/session/spawn-runner.ts';
import type { WitnessHost } from '../run/witness/port.ts';
import { Dialogue } from './dialogue.ts';
import type { Answer, Loose, Misplaced } from './dialogue.ts';
import type { ClauseId } from './clauses.ts';
import type { Verdicts } from './verdicts.ts';

export interface ConformLimits {
  /** From the start of the process to the answer of `hello`. */
  readonly startMs: number;
  /** For each other answer. */
  readonly answerMs: number;
  /** From the end of stdin, or a signal, to the end of the process. */
  readonly exitMs: number;
}

export const CONFORM_LIMITS: ConformLimits = { startMs: 10_000, answerMs: 5000, exitMs: 2000 };

export interface BenchRequest {
  readonly runtime: Runtime;
  readonly packageRoot: string;
  /** A folder of this command, empty at first. */
  readonly directory: string;
  readonly scenarios: readonly Scenario[];
  readonly witness: Pick<WitnessHost, 'guard' | 'release'>;
  readonly verdicts: Verdicts;
  readonly limits: ConformLimits;
  readonly stop: AbortSignal;
  readonly wires: Wires;
}

export interface Bench extends BenchRequest {
  /** What the first `hello` was answered with; null where it was not answered by a `ready` that can be used. */
  ready(): ReadyMessage | null;
  learn(ready: ReadyMessage): void;
  /** A new process. It is gone when `act` is over. */
  withRunner<Value>(act: (runner: Dialogue) => Promise<Value>, settings?: SpawnSettings): Promise<Value>;
  /** The same, after `hello`. */
  withGreeted<Value>(act: (runner: Dialogue) => Promise<Value>, settings?: SpawnSettings): Promise<Value>;
  /** A new folder, and files for a `prepare`. */
  place(): RoundPlace;
}

export interface RoundPlace {
  readonly directory: string;
  readonly sidecar: { readonly samples: string; readonly events: string };
}

export const HELLO = { kind: 'hello', id: 1, protocol: PROTOCOL_VERSION, harness: PRODUCT } as const;

/** The runner is of no use to this play any more: what depends on it is not judged. */
export class PlayEnded extends Error {}

export function openBench(request: BenchRequest): Bench {
  const { runtime, packageRoot, directory, witness, verdicts, limits } = request;
  let ready: ReadyMessage | null = null;
  let places = 0;
  const withRunner: Bench['withRunner'] = async (act, settings) => {
    const spawned = await spawnRunner(runtime, packageRoot, settings);
    if (!spawned.ok) throw new FailureError(spawned.failure);
    witness.guard(spawned.value.pid);
    const runner = new Dialogue(
      spawned.value,
      (what) => tellMisplaced(what, verdicts),
      request.wires.tap({ process: spawned.value.pid, invocation: null }),
    );
    const kill = (): void => void spawned.value.kill();
    request.stop.addEventListener('abort', kill, { once: true });
    try {
      return await act(runner);
    } finally {
      request.stop.removeEventListener('abort', kill);
      await runner.stop();
      witness.release(runner.pid);
    }
  };
  return {
    ...request,
    ready: () => ready,
    learn: (said) => void (ready ??= said),
    withRunner,
    withGreeted: (act, settings) =>
      withRunner(async (runner) => {
        const answer = await runner.ask(HELLO, limits.startMs);
        if (!isKind(answer, 'ready')) throw new PlayEnded('`hello` was not answered with `ready`');
        return act(runner);
      }, settings),
    place() {
      const folder = join(directory, `p${places++}`);
      mkdirSync(join(folder, 'work'), { recursive: true });
      const sidecar = { samples: join(folder, 'samples'), events: join(folder, 'events') };
      return { directory: join(folder, 'work'), sidecar };
    },
  };
}

/** Three clauses are about everything that comes out of a runner: each line is asked for them, whatever it was asked. */
function tellMisplaced(what: Misplaced, verdicts: Verdicts): void {
  const own = { answer: quoteLine(what.line), blame: 'runner' as const };
  switch (what.kind) {
    case 'noise':
      return verdicts.broken('C106', {
        ...own,
        evidence: [],
        what: `A line on stdout ${what.problem}.`,
        request: null,
        expected: 'messages only; logs go to stderr',
      });
    case 'malformed':
      return verdicts.broken('C107', {
        ...own,
        evidence: [],
        what: `A message ${what.problem}.`,
        request: null,
        expected: 'a message as schema/runner-message.schema.json has it',
      });
    case 'stray':
      return verdicts.broken('C105', {
        ...own,
        evidence: [],
        what: 'A reply came that no request waited for.',
        request: quoteLine(what.request),
        expected: 'one reply to each request, with its id',
      });
    default:
      return assertNever(what);
  }
}

export function isKind<Kind extends string>(
  answer: Answer,
  kind: Kind,
): answer is Answer & { readonly kind: 'message'; readonly message: { readonly kind: Kind } } {
  return answer.kind === 'message' && answer.message['kind'] === kind;
}

/** Whether a message has these fields; `undefined` of an answer that is no message never has. */
export function fits(answer: Answer, wanted: Loose): boolean {
  if (answer.kind !== 'message') return false;
  const { message } = answer;
  return Object.entries(wanted).every(([name, value]) => same(message[name], value));
}

/** Further fields of objects do not count, and a number that is absent is 0. */
function same(found: unknown, wanted: unknown): boolean {
  if (wanted === 0 && found === undefined) return true;
  if (typeof wanted !== 'object' || wanted === null) return found === wanted;
  if (typeof found !== 'object' || found === null) return false;
  if (Array.isArray(wanted) && (!Array.isArray(found) || found.length !== wanted.length)) return false;
  return Object.entries(wanted).every(([name, value]) => same(Reflect.get(found, name), value));
}

export interface Question {
  readonly what: string;
  readonly wanted: Loose;
}

/** Notes whether the answer is the wanted one, and answers the same. */
export function hold(
  bench: Bench,
  clause: ClauseId,
  runner: Dialogue,
  answer: Answer,
  { what, wanted }: Question,
): boolean {
  if (fits(answer, wanted)) {
    bench.verdicts.kept(clause);
    return true;
  }
  bench.verdicts.broken(clause, breachOf(runner, answer, { what, wanted }));
  return false;
}

export function breachOf(runner: Dialogue, answer: Answer, { what, wanted }: Question): ClauseBreach {
  return {
    what: `${what}: ${wordsOf(answer)}.`,
    request: quoteLine(runner.lastRequest),
    answer: answer.kind === 'message' ? quoteLine(answer.line) : null,
    expected: quoteLine(JSON.stringify(wanted)),
    blame: 'runner',
    evidence: answer.kind === 'message' ? [] : runner.stderr,
  };
}

export function wordsOf(answer: Answer): string {
  switch (answer.kind) {
    case 'message':
      return `it answered \`${String(answer.message['kind'])}\`${codeOf(answer.message)}`;
    case 'silent':
      return `it did not answer within ${answer.limitMs} ms`;
    case 'ended':
      return answer.exit.kind === 'code'
        ? `it exited with code ${answer.exit.code} instead`
        : `it was killed by ${answer.exit.signal}`;
    default:
      return assertNever(answer);
  }
}

const codeOf = ({ code }: Loose): string => (typeof code === 'string' ? ` with code \`${code}\`` : '');

/** A breach that is about no single answer. */
export function plainBreach(what: string, expected: string, more: Partial<ClauseBreach> = {}): ClauseBreach {
  const blame: Blame = 'runner';
  return { what, request: null, answer: null, expected, blame, evidence: [], ...more };
}
