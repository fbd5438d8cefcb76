// For tests: the built command as a real child process, in a folder of its own, with a mark by which leftovers are found.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../dist/harness/cli/main.js', import.meta.url));
const MARK = 'EVENLOOP_TEST_MARK';

export interface CliProcess {
  /** The working directory: relative `--out` and `reports/out` are below it. */
  readonly directory: string;
  signal(name: NodeJS.Signals): void;
  /** Writes to its stdin. */
  type(text: string): void;
  /** Settles when stderr holds a line that matches. */
  said(pattern: RegExp): Promise<void>;
  readonly ended: Promise<CliEnd>;
  /** Command lines of processes that this one started, itself included, and that are alive. */
  survivors(): readonly string[];
}

export interface CliEnd {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export function startCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  main: string = MAIN,
): CliProcess {
  if (!existsSync(main)) throw new Error('dist/ is missing: build with `npm run build` before these tests');
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-cli-'));
  const mark = directory;
  const child = execa(process.execPath, [main, ...args], {
    cwd: directory,
    reject: false,
    env: { NO_COLOR: '1', FORCE_COLOR: '', CI: '', ...environment, [MARK]: mark },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });
  let heard = '';
  child.stderr.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  return {
    directory,
    signal: (name) => void child.kill(name),
    type: (text) => void child.stdin.write(text),
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
    survivors: () => processesWith(`${MARK}=${mark}`),
  };
}

export function runCli(
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
  main?: string,
): Promise<CliEnd> {
  return startCli(args, environment, main).ended;
}

/** Children inherit the environment, even in another process group. */
function processesWith(entry: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = readOrNothing(`/proc/${pid}/environ`);
      return environment.split('\0').includes(entry) ? [readOrNothing(`/proc/${pid}/cmdline`)] : [];
    });
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended while we looked: then it is no survivor.
    return '';
  }
}
