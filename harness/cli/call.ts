// One call of the command: parses its words, calls one command, catches everything, and answers with the code to end with.
import type { WriteStream } from 'node:tty';
import { CommanderError } from 'commander';
import { FAILURE_CODES, FailureError, failure } from '../contract/failure.ts';
import type { ExitCode, Failure } from '../contract/failure.ts';
import { PRODUCT } from '../contract/product.ts';
import type { TerminalStyle } from './options/terminal-style.ts';
import { makeProgram } from './program.ts';
import { machineFailure } from './machine-failure.ts';
import { resumedArgs } from '../orchestrate/recover/resumed-args.ts';
import { failureText } from '../tables/failure-text.ts';
import { terminalText } from '../tables/terminal-text.ts';
import { openTerminal } from './ui/terminal.ts';
import type { Terminal } from './ui/terminal.ts';
import { usageFailure } from './usage-failure.ts';

/** What it prints to, and the variables that say how. */
export interface Outside {
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export async function call(args: readonly string[], { stdout, stderr, env }: Outside): Promise<ExitCode> {
  let code: ExitCode = 0;
  /** As the environment wants it, until a command says how it is to look. */
  let terminal = openTerminal(stdout, stderr, env);
  const open = (style: TerminalStyle): Terminal => {
    terminal = openTerminal(stdout, stderr, env, style);
    return terminal;
  };
  const fail = (trouble: Failure): ExitCode => {
    terminal.err(failureText(trouble, terminal.paintErr));
    return FAILURE_CODES[trouble.code].exit;
  };
  const wantsHelp = args.some((word) => word === '--help' || word === '-h');
  const program = makeProgram({
    terminal,
    open,
    configured: wantsHelp ? await (await import('../config/config-help.ts')).configHelp(args) : '',
    version: PRODUCT.version,
    ended: (ended) => void (code = ended),
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({
      writeOut: (text) => void stdout.write(terminalText(text)),
      writeErr: () => {},
      outputError: () => {},
    });
  program.hook('preAction', async () => void (await import('../orchestrate/sweep.ts')).sweep());
  try {
    if (args.length === 0) {
      terminal.err(program.helpInformation());
      return fail(failure('EL1003', 'No command was given.', 'Begin with `evenloop run`.'));
    }
    await program.parseAsync([...resumedArgs(args)], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof FailureError) return fail(error.failure);
    if (!(error instanceof CommanderError)) return fail(machineFailure(error) ?? bug(error));
    if (error.exitCode === 0) return 0;
    return fail(usageFailure(error, namesOf(program, args[0])));
  }
}

function bug(error: unknown): Failure {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return failure(
    'EL9001',
    error instanceof Error ? error.message : String(error),
    'This is a bug of evenloop: please report it with these lines and `evenloop --version`.',
    stack
      .split('\n')
      .slice(1, 12)
      .map((line) => line.trim()),
  );
}

/** The names that were possible where the mistake was made: options of the command when there is one, and all commands. */
function namesOf(program: ReturnType<typeof makeProgram>, first: string | undefined): readonly string[] {
  const command = program.commands.find((candidate) => candidate.name() === first);
  const options = (command ?? program).options
    .filter(({ hidden }) => !hidden)
    .map((option) => option.long ?? option.short ?? option.flags);
  return [...options, '--help', ...(command === undefined ? program.commands.map((one) => one.name()) : [])];
}
