// Runs a program for one line of answer: its version, or where it really is. Bounded in time and in what it may write.
import { execa } from 'execa';
import { killGroup } from '../session/process-group.ts';
import { quoteLine } from '../session/quote-line.ts';
import { within } from '../session/within.ts';

/** A version-manager shim needs 0.2 s; what needs longer than this hangs. */
export const ASK_LIMIT_MS = 5_000;
const ANSWER_CHARACTERS = 4096;

export type Said =
  | { readonly ok: true; readonly line: string }
  | { readonly ok: false; readonly problem: string };

/** Runs `executable` with `args`: the first line that it prints, which may be empty. Its whole process group is gone afterwards. */
export type Ask = (
  executable: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  limitMs: number,
) => Promise<Said>;

/** The same question is asked once: runners that share an interpreter ask the same of it. */
export function askOnce(ask: Ask = askExecutable): Ask {
  const asked = new Map<string, Promise<Said>>();
  return (...question) => {
    const [executable, args, environment, limitMs] = question;
    const variables = Object.entries(environment).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const name = JSON.stringify([executable, args, variables, limitMs]);
    const said = asked.get(name) ?? ask(...question);
    asked.set(name, said);
    return said;
  };
}

/** Where an answer is needed, saying nothing is a problem. */
export const needed = (said: Said, args: readonly string[]): Said =>
  said.ok && said.line === '' ? { ok: false, problem: `printed nothing for \`${args.join(' ')}\`` } : said;

export async function askExecutable(
  executable: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  limitMs: number = ASK_LIMIT_MS,
): Promise<Said> {
  const child = execa(executable, args, {
    detached: true,
    reject: false,
    env: environment,
    extendEnv: false,
    stdin: 'ignore',
    maxBuffer: ANSWER_CHARACTERS,
  });
  const what = args.join(' ');
  const inTime = await within(child, limitMs);
  if (child.pid !== undefined) await killGroup(child.pid);
  if (!inTime) return { ok: false, problem: `did not answer \`${what}\` within ${limitMs} ms` };
  const result = await child;
  if (result.failed) return { ok: false, problem: `failed on \`${what}\`: ${whyFailed(result)}` };
  return { ok: true, line: result.stdout.split('\n')[0]?.trim() ?? '' };
}

interface FailedRun {
  readonly originalMessage?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly isMaxBuffer: boolean;
  readonly stderr: string;
}

function whyFailed({ originalMessage, exitCode, signal, isMaxBuffer, stderr }: FailedRun): string {
  if (isMaxBuffer) return `it printed more than ${ANSWER_CHARACTERS} characters`;
  const lastLine = stderr.trim().split('\n').at(-1) ?? '';
  const said = lastLine === '' ? '' : `, saying ${quoteLine(lastLine)}`;
  if (exitCode !== undefined) return `exit code ${exitCode}${said}`;
  if (signal !== undefined) return `killed by ${signal}${said}`;
  return quoteLine(originalMessage ?? 'no process');
}
