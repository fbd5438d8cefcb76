// One witness process as the host sees it: started, asked, dead or ended. A dead link stays dead; the host opens another.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { makePending } from './pending.ts';
import type { Pending } from './pending.ts';
import { parseFromWitness } from './wire.ts';
import type { GuardNotice, WitnessReply, WitnessRequest } from './wire.ts';

/** A witness answers within milliseconds; only writing very many files takes longer. */
const ANSWER_LIMIT_MS = 30_000;
/** The witness ends by itself when its channel closes. */
const END_GRACE_MS = 2000;
const STDERR_BYTES = 4096;

export interface LinkOptions {
  /** Start of the harness on CLOCK_MONOTONIC, in nanoseconds. */
  readonly epochNs: bigint;
  /** Compiled witness program. */
  readonly mainPath: string;
  readonly patienceMs: number;
  /** How long an answer may take. */
  readonly limitMs?: number;
}

type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;
export type WitnessQuestion = WithoutId<WitnessRequest>;

export interface WitnessLink {
  readonly alive: boolean;
  /** The pid of the witness process. */
  readonly pid: number;
  /** Rejects with `FailureError` EL2013 when the witness fails, dies or does not answer. */
  ask(question: WitnessQuestion): Promise<WitnessReply>;
  tell(notice: GuardNotice): void;
  end(): Promise<void>;
}

/** Id of the wait for `ready`, which no request has asked for. */
const READY = 0;

export async function openLink(options: LinkOptions): Promise<WitnessLink> {
  const child = start(options);
  const stderr = lastOf(child);
  const limitMs = options.limitMs ?? ANSWER_LIMIT_MS;
  const pending = makePending(limitMs, () => die(`The witness did not answer within ${limitMs} ms.`));
  let dead: Failure | null = null;
  let lastId = READY;

  function die(cause: string): void {
    dead ??= witnessFailure(cause, stderr());
    pending.rejectAll(dead);
    child.kill('SIGKILL');
  }

  const ready = pending.wait(READY);
  const end = gone(child);
  child.on('message', (value) => {
    if (!settle(value, pending, stderr)) die('The witness sent a reply to no request.');
  });
  child.on('error', (error) => die(`The witness could not be started: ${error.message}.`));
  void end.then((how) => die(`The witness process ended unexpectedly (${how}).`));
  await ready;
  return {
    get alive() {
      return dead === null;
    },
    pid: child.pid ?? 0,
    async ask(question) {
      if (dead !== null) throw new FailureError(dead);
      const id = ++lastId;
      const reply = pending.wait(id);
      send(child, { ...question, id }, die);
      return reply;
    },
    tell(notice) {
      if (dead === null) send(child, notice, die);
    },
    async end() {
      if (child.connected) child.send({ kind: 'farewell' } satisfies GuardNotice, () => disconnect(child));
      const grace = setTimeout(() => child.kill('SIGKILL'), END_GRACE_MS);
      await end;
      clearTimeout(grace);
    },
  };
}

function disconnect(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}

/** False: not a reply, or not to anything that was asked. */
function settle(value: unknown, pending: Pending, stderr: () => readonly string[]): boolean {
  const reply = parseFromWitness(value);
  if (reply === null) return false;
  if (reply.kind === 'ready') return pending.resolve(READY, reply);
  if (reply.kind === 'problem') return pending.reject(reply.id, witnessFailure(`${reply.cause}.`, stderr()));
  return pending.resolve(reply.id, reply);
}

/** A process group of its own: an interrupt at the terminal must not take the witness before the harness has stopped its runners. */
function start({ mainPath, epochNs, patienceMs }: LinkOptions): ChildProcess {
  return fork(mainPath, [String(epochNs), String(patienceMs)], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

function send(
  child: ChildProcess,
  message: WitnessRequest | GuardNotice,
  die: (cause: string) => void,
): void {
  child.send(message, (error) => {
    if (error !== null) die(`The witness could not be reached: ${error.message}.`);
  });
}

/**
 * Settles when the process is gone and its stderr read to the end, also when it could not be started at all. Not by the event
 * `close`: it never comes when it was this side that closed the channel.
 */
async function gone(child: ChildProcess): Promise<string> {
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  const read = new Promise<void>((resolve) => {
    child.stderr?.once('close', resolve);
  });
  await read;
  return ended;
}

function lastOf(child: ChildProcess): () => readonly string[] {
  let text = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (chunk: string) => {
    text = (text + chunk).slice(-STDERR_BYTES);
  });
  return () => text.split('\n').filter((line) => line !== '');
}

function witnessFailure(cause: string, evidence: readonly string[]): Failure {
  return failure(
    'EL2013',
    cause,
    'Run the cell again; if it fails again, report it with the lines below.',
    evidence,
  );
}
