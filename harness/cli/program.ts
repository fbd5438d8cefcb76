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
  evenloop check --stress --repeat 5        still the same on a bad day?

Exit codes: 0 all holds, 2 usage, 3 nothing measured, 4 not comparable, 10 semantics differ,
11 regression, 13 a cell did not finish, 130 interrupted, 1 a bug of evenloop.`;

export function makeProgram(invoked: Invoked): Command {
  const { terminal, version } = invoked;
  const program = new Command('evenloop')
    .description(
      'Runs the same event-driven scenario on several runtimes, proves that all did the same, and only then says which was faster.',
    )
    .version(version, '-V, --version')
    .showSuggestionAfterError(true)
    .configureHelp({ helpWidth: terminal.columns })
    .addHelpText('after', EXAMPLES);
  addRunning(program, invoked);
  addStored(program, invoked);
  addKnowledge(program, invoked);
  addComparison(program, invoked);
  return program;
}

/** What runs the runners. */
function addRunning(program: Command, { terminal, ended }: Invoked): void {
  addSelection(program.command('run').description('run scenarios, prove them, compare the subjects'))
    .addOption(
      new Option('--profile <name>', 'how much work: smoke, quick, standard or full (default: quick)'),
    )
    .option('--units <n>', 'invocations of each cell, at least 2 (default: by profile)')
    .option('--reference <subject>', 'the subject that the others are compared with')
    .option('--shrink', 'look for the smallest counterexample of what diverges')
    .action(async (raw: RawOptions) => ended(await (await import('./commands/run.ts')).run(raw, terminal)));

  addSelection(program.command('check').description('prove the scenarios without measuring anything'))
    .option('--rule <ids>', 'rules that decide, separated by commas (default: all)', collect)
    .option('--repeat <n>', 'so many seeds; what diverges in some of them counts (default: 1)')
    .option('--stress', 'with a busy processor and loops that stall for 1 to 50 ms')
    .option('--junit <file>', 'write a JUnit report too')
    .option('--ctrf <file>', 'write a Common Test Report Format report too')
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/check.ts')).check(raw, terminal)),
    );
}

/** What works on what a run has left. */
function addStored(program: Command, { terminal, ended }: Invoked): void {
  program
    .command('report')
    .description('draw the report of a stored run again')
    .argument('<run>', 'run folder or results.json')
    .option('--out <file>', 'where to write the page (default: report.html beside the results)')
    .action(async (path: string, raw: RawOptions) =>
      ended(await (await import('./commands/report.ts')).report(path, raw, terminal)),
    );

  program
    .command('replay')
    .description('judge a diverging invocation again from its bundle, or drive it anew')
    .argument('<bundle>', 'a folder below bundles/ of a run')
    .option('--run', 'drive the runner anew, with the same parameters, seed, nonce and secret')
    .option('--shrink', 'look for the smallest parameters with which it still diverges')
    .option('--wait', 'with --run: wait before the first message, so that a debugger can attach')
    .option('--json', 'one JSON document on stdout')
    .action(async (path: string, raw: RawOptions) =>
      ended(await (await import('./commands/replay.ts')).replay(path, raw, terminal)),
    );
}

/** What tells what there is. */
function addKnowledge(program: Command, { terminal, ended }: Invoked): void {
  program
    .command('list')
    .description('name scenarios, subjects and runtimes')
    .argument('[what]', 'scenarios, subjects or runtimes (default: all three)')
    .option('--json', 'one JSON document on stdout')
    .option('--wide', 'leave out no column')
    .action(async (what: string | undefined, raw: RawOptions) =>
      ended(await (await import('./commands/list.ts')).list(what ?? null, raw, terminal)),
    );

  program
    .command('explain')
    .description('what a rule demands, or what a failure code means')
    .argument('[name]', 'rule id such as T4 or W3, or code such as EL2004 (default: list them)')
    .option('--json', 'one JSON document on stdout')
    .action(async (name: string | undefined, raw: RawOptions) =>
      ended((await import('./commands/explain.ts')).explain(name ?? null, raw, terminal)),
    );
}

/** What compares two of them. */
function addComparison(program: Command, { terminal, ended }: Invoked): void {
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
