// git as a plumbing: without hooks, without the variables that a surrounding hook set, and without asking anybody.
import { execa } from 'execa';
import { QUIET_GIT, gitEnvironment } from '../files/quiet-git.ts';

export interface GitEnd {
  /** Null: git could not be started. */
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** `input` goes to stdin. */
export type Git = (args: readonly string[], input?: string | Uint8Array) => Promise<GitEnd>;

/** The largest answer: listings of ten thousands of files, and contents by the hundred. */
const MOST_BYTES = 512 * 1024 * 1024;

export function gitIn(folder: string, environment: NodeJS.ProcessEnv): Git {
  const env = gitEnvironment(environment);
  return async (args, input = '') => {
    const end = await execa('git', [...QUIET_GIT, ...args], {
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
