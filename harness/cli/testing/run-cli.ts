// For tests: the built command as a real child process, in a folder of its own, with a mark by which leftovers are found.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { processesWhere } from '../../testing/processes-where.ts';

const MAIN = fileURLToPath(new URL('../../../dist/harness/cli/main.js', import.meta.url));
export const MARK = 'EVENLOOP_TEST_MARK';

export interface CliProcess {
  /** The working directory: relative `--out` and `reports/out` are below it. */
  readonly directory: string;
  signal(name: NodeJS.Signals): void;
  /** Writes to its stdin, and ends it where that is asked for. */
  type(text: string, then?: 'end'): void;
  /** Settles when stderr holds a line that matches. */
  said(pattern: RegExp): Promise<void>;
  readonly ended: Promise<CliEnd>;
  /** Command lines of processes that this one started, itself included, and that are alive. */
  survivors(): readonly string[];
  /** The variables with which it was started. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Makes what is to be in its folder, and answers further variables. */
export type Inside = (directory: string) => Readonly<Record<string, string>>;

export interface CliEnd {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** For the test that runs: what is left of it when the test ends is killed. */
export function startCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  main: string = MAIN,
  inside: Inside = () => ({}),
): CliProcess {
  const { child, directory, remove, settings } = launch(args, environment, main, inside);
  onTestFinished(remove);
  let heard = '';
  child.stderr.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  return {
    directory,
    signal: (name) => void child.kill(name),
    type: (text, then) => {
      child.stdin.write(text);
      if (then === 'end') child.stdin.end();
    },
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(heard)) resolve();
        };
        child.stderr.on('data', look);
        child.stderr.once('end', () => reject(new Error(`never said ${pattern}: ${heard}`)));
        look();
      }),
    ended: child.then(({ exitCode, stdout, stderr }) => ({ exitCode, stdout, stderr })),
    survivors: () => processesWith(`${MARK}=${directory}`),
    settings,
  };
}

/** A further command in the folder of an earlier one, in the same environment, to its end. */
export async function again(
  { directory, settings }: CliProcess,
  args: readonly string[],
  main: string = MAIN,
): Promise<CliEnd> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], {
    cwd: directory,
    reject: false,
    env: settings,
  });
  return { exitCode, stdout, stderr };
}

/** From its start to its end, in a test or before all of them. */
export async function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  main: string = MAIN,
): Promise<CliEnd> {
  const { child, remove } = launch(args, environment, main);
  try {
    const { exitCode, stdout, stderr } = await child;
    return { exitCode, stdout, stderr };
  } finally {
    remove();
  }
}

/** `remove` kills it where it is not over, and takes its folder away. */
function launch(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  main: string,
  inside: Inside = () => ({}),
) {
  if (!existsSync(main)) throw new Error('dist/ is missing: build with `npm run build` before these tests');
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-cli-'));
  const own = { ...environment, ...inside(directory), [MARK]: directory };
  const settings = { NO_COLOR: '1', FORCE_COLOR: '', CI: '', ...own };
  const child = execa(process.execPath, [main, ...args], { cwd: directory, reject: false, env: settings });
  const remove = (): void => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  };
  return { child, directory, remove, settings };
}

/** Children inherit the environment, even in another process group. */
export const processesWith = (entry: string): string[] => processesWhere((own) => own === entry);
