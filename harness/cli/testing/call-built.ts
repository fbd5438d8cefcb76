// For tests: the built command in this process, in a folder of its own: all of it but its start, its end, its stdin and its signals. Those have tests of their own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { call } from '../call.ts';
import { remembering, withoutLastEnd } from './remembering.ts';
import type { Remembered } from './remembering.ts';
import { MARK, processesWith } from './run-cli.ts';
import type { CliEnd } from './run-cli.ts';

const BUILT = fileURLToPath(new URL('../../../dist/harness/cli/call.js', import.meta.url));

export interface CalledHere extends CliEnd {
  /** The working directory: relative `--out` and `reports/out` are below it. */
  readonly directory: string;
  /** Command lines of processes that it started and that are alive. */
  readonly survivors: readonly string[];
}

export interface Here {
  readonly environment?: Readonly<Record<string, string>>;
  /** The working directory, which stays; absent: a new one, which goes with the test. */
  readonly folder?: string;
  /** What stands in the working directory beforehand. */
  readonly before?: (directory: string) => void;
  /** Its streams are a terminal of so many columns. */
  readonly columns?: number;
}

/** Tests of one file come one after the other, so that it has the process, with its folder and its arguments, to itself. */
export async function callBuilt(
  args: readonly string[],
  { environment = {}, folder, before, columns }: Here = {},
): Promise<CalledHere> {
  const directory = folder ?? newFolder();
  before?.(directory);
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const [stdout, stderr] = [remembering(terminal), remembering(terminal)];
  const exitCode = await insideOf(directory, args, async () => {
    const built = (await import(pathToFileURL(BUILT).href)) as { readonly call: typeof call };
    return built.call(args, { ...streams(stdout, stderr), env: { NO_COLOR: '1', ...environment } });
  });
  const survivors = processesWith(`${MARK}=${directory}`);
  const [out, err] = [withoutLastEnd(stdout.text()), withoutLastEnd(stderr.text())];
  return { exitCode, stdout: out, stderr: err, directory, survivors };
}

function newFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-here-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const streams = (stdout: Remembered, stderr: Remembered) => ({
  stdout: stdout.stream,
  stderr: stderr.stream,
});

/** As a process of its own would see itself, and everything as it was afterwards. */
async function insideOf<Value>(
  directory: string,
  args: readonly string[],
  act: () => Promise<Value>,
): Promise<Value> {
  const [folder, words] = [process.cwd(), process.argv];
  process.chdir(directory);
  process.argv = [...words.slice(0, 1), BUILT, ...args];
  process.env[MARK] = directory;
  try {
    return await act();
  } finally {
    Reflect.deleteProperty(process.env, MARK);
    process.argv = words;
    process.chdir(folder);
  }
}
