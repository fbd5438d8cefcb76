// The command `conform` and its options.
import type { Command } from 'commander';
import type { RawOptions } from './options/raw-options.ts';
import { readTerminalStyle } from './options/terminal-style.ts';
import type { Invoked } from './invoked.ts';

/** What judges a runner. */
export function addConform(program: Command, { open, ended }: Pick<Invoked, 'open' | 'ended'>): void {
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
