// The command `conform` and its options.
import type { Command } from 'commander';
import type { ExitCode } from '../contract/failure.ts';
import type { RawOptions } from './options/raw-options.ts';
import { readTerminalStyle } from './options/terminal-style.ts';
import type { TerminalStyle } from './options/terminal-style.ts';
import type { Terminal } from './ui/terminal.ts';

interface Invoked {
  readonly open: (style: TerminalStyle) => Terminal;
  readonly ended: (code: ExitCode) => void;
}

/** What judges a runner. */
export function addConform(program: Command, { open, ended }: Invoked): void {
  program
    .command('conform')
    .description('judge a runner by the clauses of docs/writing-a-runner.md, one by one')
    .argument('<runner>', 'manifest, its folder, or the id of a runner or subject')
    .option(
      '--only <clauses>',
      'judge these clauses only, such as C206, separated by commas',
      (value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value],
    )
    .option('--wire <file>', 'also write all messages to and from the runner to this file')
    .option('--json', 'print one JSON document on stdout')
    .option('--verbose', 'also print the clauses that hold, and all evidence')
    .action(async (runner: string, raw: RawOptions) =>
      ended(await (await import('./commands/conform.ts')).conform(runner, raw, open(readTerminalStyle(raw)))),
    );
}
