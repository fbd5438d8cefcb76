// The table of commands and their options. Everything a command does is loaded only when it is called.
import { Command, Option } from 'commander';
import type { ExitCode } from '../contract/failure.ts';
import type { RawOptions } from './options/raw-options.ts';
import type { Terminal } from './ui/terminal.ts';

export interface Invoked {
  readonly terminal: Terminal;
  readonly version: string;
  /** Receives the exit code of the command that ran. */
  readonly ended: (code: ExitCode) => void;
}

const EXAMPLES = `
Examples:
  evenloop run                              compare the default subjects, about two minutes
  evenloop run --scenario timers --subject node,python/coroutines
  evenloop check                            do all runtimes mean the same? no measurement

Exit codes: 0 all holds, 2 usage, 3 nothing measured, 4 not comparable, 10 semantics differ,
11 regression, 13 a cell did not finish, 130 interrupted, 1 a bug of evenloop.`;

export function makeProgram({ terminal, version, ended }: Invoked): Command {
  const program = new Command('evenloop')
    .description(
      'Runs the same event-driven scenario on several runtimes, proves that all did the same, and only then says which was faster.',
    )
    .version(version, '-V, --version')
    .showSuggestionAfterError(true)
    .configureHelp({ helpWidth: terminal.columns })
    .addHelpText('after', EXAMPLES);

  addSelection(program.command('run').description('run scenarios, prove them, compare the subjects'))
    .addOption(
      new Option('--profile <name>', 'how much work: smoke, quick, standard or full (default: quick)'),
    )
    .option('--units <n>', 'invocations of each cell, at least 2 (default: by profile)')
    .option('--reference <subject>', 'the subject that the others are compared with')
    .action(async (raw: RawOptions) => ended(await (await import('./commands/run.ts')).run(raw, terminal)));

  addSelection(program.command('check').description('prove the scenarios without measuring anything'))
    .option('--units <n>', 'invocations of each cell (default: 1)')
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/check.ts')).check(raw, terminal)),
    );

  program
    .command('report')
    .description('draw the report of a stored run again')
    .argument('<run>', 'run folder or results.json')
    .option('--out <file>', 'where to write the page (default: report.html beside the results)')
    .action(async (path: string, raw: RawOptions) =>
      ended(await (await import('./commands/report.ts')).report(path, raw, terminal)),
    );

  program
    .command('list')
    .description('name scenarios, subjects and runtimes')
    .argument('[what]', 'scenarios, subjects or runtimes (default: all three)')
    .option('--json', 'one JSON document on stdout')
    .option('--wide', 'leave out no column')
    .action(async (what: string | undefined, raw: RawOptions) =>
      ended(await (await import('./commands/list.ts')).list(what ?? null, raw, terminal)),
    );

  addSelection(program.command('compare').description('compare two runs, or this tree with a git revision'))
    .argument('[base]', 'run folder or results.json to compare with')
    .argument('[head]', 'run folder or results.json to judge')
    .option('--base-ref <ref>', 'measure this git revision and the working tree side by side')
    .addOption(
      new Option('--profile <name>', 'with --base-ref: smoke, quick, standard or full (default: quick)'),
    )
    .option('--units <n>', 'with --base-ref: invocations of each cell and side')
    .action(async (base: string | undefined, head: string | undefined, raw: RawOptions) =>
      ended(await (await import('./commands/compare.ts')).compare([base, head], raw, terminal)),
    );

  return program;
}

function addSelection(command: Command): Command {
  return command
    .option('--scenario <patterns>', 'ids, families or globs, separated by commas', collect)
    .option('--subject <patterns>', 'ids, runtimes, styles or globs, separated by commas', collect)
    .option('--seed <n>', 'repeat the orders and schedules of an earlier run')
    .option('--out <dir>', 'run folder (default: reports/out/<run id>)')
    .option('--json', 'one JSON document on stdout')
    .option('--keep-traces', 'keep the traces of proved invocations too')
    .option('--max-time <s>', 'stop after the window in which this time is over')
    .option('--wide', 'leave out no column')
    .option('--verbose', 'say more on stderr');
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}
