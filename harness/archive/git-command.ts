// git as a plumbing: without hooks, without the variables that a surrounding hook set, and without asking anybody.
import { execa } from 'execa';

export interface GitEnd {
  /** Null: git could not be started. */
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** `input` goes to stdin. */
export type Git = (args: readonly string[], input?: string | Uint8Array) => Promise<GitEnd>;

/** Options that stand before the command: no hook runs, and nothing is tidied up while others write. */
const QUIET = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'gc.auto=0', 'maintenance.auto=false'];

/** The largest answer: listings of ten thousands of files, and contents by the hundred. */
const MOST_BYTES = 512 * 1024 * 1024;

export function gitIn(folder: string, environment: NodeJS.ProcessEnv): Git {
  const options = QUIET.flatMap((option) => ['-c', option]);
  const env = gitEnvironment(environment);
  return async (args, input = '') => {
    const end = await execa('git', [...options, ...args], {
      cwd: folder,
      env,
      extendEnv: false,
      input,
      reject: false,
      encoding: 'buffer',
      maxBuffer: MOST_BYTES,
      stripFinalNewline: false,
    });
    const [stdout, stderr] = [end.stdout, end.stderr].map((bytes) => Buffer.from(bytes ?? []));
    const said = stderr?.toString('utf8') ?? '';
    return {
      exitCode: end.exitCode ?? null,
      stdout: stdout ?? Buffer.of(),
      stderr: said || end.message || '',
    };
  };
}

/**
 * A hook of git has GIT_DIR, GIT_INDEX_FILE and more, and every git below it obeys them instead of its folder. What git says is
 * in English, because it is read.
 */
export function gitEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || /^(GIT_|LC_|LANGUAGE$)/.test(name) ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
}
