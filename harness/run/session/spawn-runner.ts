// Starts a runner in its own process group and ends it so that nothing survives.
import { execa } from 'execa';
import { Duplex } from 'node:stream';
import type { Readable } from 'node:stream';
import { failure } from '../../contract/failure.ts';
import type { Result } from '../../contract/failure.ts';
import { TOKEN_FILE } from '../../contract/message.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { AS_IT_IS } from '../layout.ts';
import type { Layout } from '../layout.ts';
import { killGroup, signalGroup } from './process-group.ts';
import { launchOf } from '../discover/runner-environment.ts';
import { closeToken, openToken, STRAY_VARIABLE } from '../strays.ts';
import { keepEnds } from './ends.ts';
import { openTokenChannel } from '../block/token-channel.ts';
import type { TokenChannel } from '../block/token-channel.ts';
import { within } from './within.ts';

/** From the end of stdin to SIGTERM. A runner ends at once when its stdin ends; a loaded machine may delay that. */
const STDIN_GRACE_MS = 500;
/** From SIGTERM to SIGKILL: time to write a last line. */
const TERM_GRACE_MS = 500;
/** What a dead runner wrote is in the pipe already; only an escaped descendant can keep it open longer. */
const DRAIN_MS = 250;

export type RunnerExit =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string };

export interface RunnerProcess {
  readonly pid: number;
  /** The executable and its arguments. */
  readonly command: readonly string[];
  readonly stdout: Readable;
  readonly tokens: TokenChannel;
  /** The stream beneath `tokens`. */
  readonly tokenStream: Duplex;
  /** Settles when the process itself has ended, even if another process still holds its pipes. */
  readonly exited: Promise<RunnerExit>;
  /** Settles a moment after `exited`, when both streams were read to their end. */
  readonly drained: Promise<RunnerExit>;
  write(text: string | Uint8Array): void;
  endInput(): void;
  /** The first and the last lines of stderr, and those on stdout that look like no message, for evidence. */
  tails(): readonly string[];
  /** End of stdin, SIGTERM, SIGKILL, to the whole group, each after its grace. Afterwards no process of the group is left. */
  stop(): Promise<void>;
  /** SIGKILL to the whole group, at once. */
  kill(): Promise<void>;
}

export interface SpawnSettings {
  /** A command before the runner's own, which must become the runner itself. */
  readonly prefix?: readonly string[];
  readonly layout?: Layout;
  /** What file descriptor 3 of the runner is: the socket of the tokens, /dev/null, or not open. */
  readonly third?: 'socket' | 'null' | 'closed';
}

/** Starts the runner of `runtime` for the workloads of the package at `packageRoot`. */
export async function spawnRunner(
  runtime: Runtime,
  packageRoot: string,
  { prefix = [], layout = AS_IT_IS, third = 'socket' }: SpawnSettings = {},
): Promise<Result<RunnerProcess>> {
  const { manifestFolder, scenarioRoots = [] } = runtime;
  const places = { packageRoot, manifestFolder, scenarioRoots };
  const { args, environment } = launchOf(runtime.manifest, places, process.env, layout);
  const token = openToken();
  const command = [...prefix, runtime.executable, ...args];
  const child = execa(command[0] ?? runtime.executable, command.slice(1), {
    buffer: false,
    detached: true,
    reject: false,
    cwd: packageRoot,
    env: token === null ? environment : { ...environment, [STRAY_VARIABLE]: token },
    extendEnv: false,
    stdio: ['pipe', 'pipe', 'pipe', ...THIRD[third]],
  });
  if (child.pid === undefined) {
    const result = await child;
    closeToken(token, 0);
    return { ok: false, failure: couldNotStart(runtime, result.originalMessage ?? 'no process') };
  }
  return { ok: true, value: attend(child, child.pid, command, token) };
}

/** The fourth is the way of the tokens: see `TOKEN_FILE`. */
const THIRD = { socket: ['pipe'], null: ['ignore'], closed: [] } as const;

const couldNotStart = (runtime: Runtime, why: string) =>
  failure(
    'EL2003',
    `The runner of ${runtime.id} could not be started: ${why}.`,
    `Check that ${runtime.executable} can be executed.`,
  );

interface Child {
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly stdio: readonly unknown[];
  once(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
}

function attend(child: Child, pid: number, command: readonly string[], token: string | null): RunnerProcess {
  const { stdin, stdout, stderr } = child;
  const tokens = tokenStream(child);
  const exited = new Promise<RunnerExit>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? { kind: 'code', code: code ?? 0 } : { kind: 'signal', signal }),
    );
  });
  const tails = [endsOf(stdout), endsOf(stderr)] as const;
  const closed = Promise.all([closing(stdout), closing(stderr)]);
  const drained = exited.then(async (exit) => {
    await within(closed, DRAIN_MS);
    return exit;
  });
  const release = async (): Promise<void> => {
    await within(closed, DRAIN_MS);
    stdout.destroy();
    stderr.destroy();
    tokens.destroy();
  };
  // A runner that has ended shows it by its exit; the broken pipe adds nothing.
  stdin.on('error', () => {});

  return {
    pid,
    command,
    stdout,
    tokens: openTokenChannel(tokens),
    tokenStream: tokens,
    exited,
    drained,
    write: (text) => void stdin.write(text),
    endInput: () => void stdin.end(),
    tails: () => [
      ...tails[0]
        .lines()
        .filter((line) => !line.startsWith('{'))
        .map((line) => `stdout| ${line}`),
      ...tails[1].lines().map((line) => `stderr| ${line}`),
    ],
    async stop() {
      stdin.end();
      await endGroup(pid, exited);
      closeToken(token, pid);
      await release();
    },
    async kill() {
      signalGroup(pid, 'SIGKILL');
      await exited;
      await killGroup(pid);
      closeToken(token, pid);
      await release();
    },
  };
}

/** Node gives a socket, whose other end the runner has: it can be read and written. Without one, a stream that has ended. */
function tokenStream({ stdio }: Child): Duplex {
  const stream = stdio[TOKEN_FILE];
  return stream instanceof Duplex ? stream : new Duplex().destroy();
}

function endsOf(stream: Readable) {
  const tail = keepEnds();
  stream.on('data', (chunk: Buffer) => tail.push(chunk));
  stream.on('end', () => tail.end());
  stream.on('error', () => {});
  return tail;
}

const closing = (stream: Readable): Promise<void> =>
  new Promise((resolve) => {
    stream.once('close', resolve);
  });

async function endGroup(pid: number, exited: Promise<RunnerExit>): Promise<void> {
  if (!(await within(exited, STDIN_GRACE_MS))) signalGroup(pid, 'SIGTERM');
  if (!(await within(exited, TERM_GRACE_MS))) signalGroup(pid, 'SIGKILL');
  await exited;
  // What the leader left behind: the group lives on as long as one of them does, so its number cannot have been given away.
  await killGroup(pid);
}
