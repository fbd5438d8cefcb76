// The table of commands and their options. Everything a command does is loaded only when it is called.
import { Command, Option } from 'commander';
import type { ExitCode } from '../contract/failure.ts';
import type { Looks } from './options/looks.ts';
import { readLooks } from './options/looks.ts';
import type { RawOptions } from './options/raw-options.ts';
import type { Terminal } from './ui/terminal.ts';

export interface Invoked {
  readonly terminal: Terminal;
  /** The terminal as the options of a command want it. */
  readonly open: (looks: Looks) => Terminal;
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
  evenloop report --site reports/out --out site     all runs as a static site

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
  addCompletions(program, invoked);
  for (const command of program.commands) addLooks(command);
  return program;
}

/** What runs the runners. */
function addRunning(program: Command, { open, ended }: Invoked): void {
  addSelection(program.command('run').description('run scenarios, prove them, compare the subjects'))
    .addOption(
      new Option('--profile <name>', 'how much work: smoke, quick, standard or full (default: quick)'),
    )
    .option('--units <n>', 'invocations of each cell, at least 2 (default: by profile)')
    .option('--reference <subject>', 'the subject that the others are compared with')
    .option('--shrink', 'look for the smallest counterexample of what diverges')
    .option('--observer', 'say what recording costs, by one more invocation of each scenario')
    .option('--ndjson', 'events on stdout as they happen, one JSON document a line')
    .addOption(exportOption())
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/run.ts')).run(raw, open(readLooks(raw)))),
    );

  addSelection(program.command('check').description('prove the scenarios without measuring anything'))
    .option('--rule <ids>', 'rules that decide, separated by commas (default: all)', collect)
    .option('--repeat <n>', 'so many seeds; what diverges in some of them counts (default: 1)')
    .option('--stress', 'with a busy processor and loops that stall for 1 to 50 ms')
    .option('--ndjson', 'events on stdout as they happen, one JSON document a line')
    .option('--junit <file>', 'write a JUnit report too')
    .option('--ctrf <file>', 'write a Common Test Report Format report too')
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/check.ts')).check(raw, open(readLooks(raw)))),
    );
}

/** What works on what a run has left. */
function addStored(program: Command, { open, ended }: Invoked): void {
  program
    .command('report')
    .description('draw the report of a stored run again, or a site of many')
    .argument('[run]', 'run folder or results.json')
    .option('--out <path>', 'where to write it (default: report.html beside the results)')
    .option('--against <run>', 'say what changed since this other run')
    .option('--history <folder>', 'with the history of all runs in this folder')
    .option('--site <folder>', 'a static site of all runs in this folder, written to --out')
    .option('--reports <n>', 'with --site: so many of the newest runs get a report (default: 50)')
    .addOption(exportOption())
    .option('--open', 'open it in a browser')
    .action(async (path: string | undefined, raw: RawOptions) =>
      ended(await (await import('./commands/report.ts')).report(path ?? null, raw, open(readLooks(raw)))),
    );

  program
    .command('history')
    .description('how the values of a folder of runs moved')
    .argument('[folder]', 'folder of run folders (default: reports/out)')
    .option('--scenario <names>', 'ids or families, separated by commas', collect)
    .option('--json', 'one JSON document on stdout')
    .option('--wide', 'leave out no column')
    .action(async (folder: string | undefined, raw: RawOptions) =>
      ended((await import('./commands/history.ts')).history(folder ?? null, raw, open(readLooks(raw)))),
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
      ended(await (await import('./commands/replay.ts')).replay(path, raw, open(readLooks(raw)))),
    );
}

/** What tells what there is. */
function addKnowledge(program: Command, { open, ended }: Invoked): void {
  program
    .command('list')
    .description('name scenarios, subjects and runtimes')
    .argument('[what]', 'scenarios, subjects or runtimes (default: all three)')
    .option('--json', 'one JSON document on stdout')
    .option('--wide', 'leave out no column')
    .action(async (what: string | undefined, raw: RawOptions) =>
      ended(await (await import('./commands/list.ts')).list(what ?? null, raw, open(readLooks(raw)))),
    );

  program
    .command('explain')
    .description('what a rule demands, or what a failure code means')
    .argument('[name]', 'rule id such as T4 or W3, or code such as EL2004 (default: list them)')
    .option('--json', 'one JSON document on stdout')
    .action(async (name: string | undefined, raw: RawOptions) =>
      ended((await import('./commands/explain.ts')).explain(name ?? null, raw, open(readLooks(raw)))),
    );
}

/** What a shell needs to know of all the others, so it comes last. */
function addCompletions(program: Command, { open, ended }: Invoked): void {
  program
    .command('completions')
    .description('the script with which a shell completes all this')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string, raw: RawOptions) =>
      ended((await import('./commands/completions.ts')).completions(shell, program, open(readLooks(raw)))),
    );
}

/** How a command looks: the same for all. */
function addLooks(command: Command): void {
  command
    .option('--color <when>', 'auto, always or never (default: auto)')
    .option('--no-color', 'the same as --color=never')
    .option('--ascii', 'only signs that every terminal has');
  if (['run', 'check', 'compare'].includes(command.name()))
    command.option('--progress <how>', 'auto, live, plain or none (default: auto)');
}

function exportOption(): Option {
  return new Option(
    '--export <format=file>',
    'also as hyperfine, bencher, github-smaller, github-bigger, openmetrics, junit or ctrf',
  ).argParser(collect);
}

/** What compares two of them. */
function addComparison(program: Command, { open, ended }: Invoked): void {
  program
    .command('judge')
    .description('decide from recorded pairs of slices whether b is slower than a')
    .argument('<pairs.json>', 'a document of the schema evenloop/pairs@1, or - for stdin')
    .option('--json', 'one JSON document on stdout')
    .action(async (path: string, raw: RawOptions) =>
      ended(await (await import('./commands/judge.ts')).judge(path, raw, open(readLooks(raw)))),
    );

  program
    .command('gate')
    .description('test the gate on this machine: pairs whose truth is known, judged as a pull request is')
    .option('--self-test', 'inject nothing, 1, 3, 5 and 10 %, and count the verdicts')
    .option('--scenario <patterns>', 'ids, families or globs, separated by commas', collect)
    .option('--subject <patterns>', 'ids, runtimes, styles or globs, separated by commas', collect)
    .option('--blocks <n>', 'pairs of each cell and slowdown (default: 48)')
    .option('--gates <n>', 'gates of each cell that are timed to their verdict (default: 2)')
    .option('--neighbour <percent>', 'keep each CPU so busy beside the test (default: 0)')
    .option('--without <names>', 'pretend that this machine refuses: pinning, layout, scheduling', collect)
    .option('--pairs-out <dir>', 'keep the pairs, one file a cell and slowdown, as `judge` reads them')
    .option('--seed <n>', 'repeat the orders and schedules of an earlier test')
    .option('--json', 'one JSON document on stdout')
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/gate.ts')).gate(raw, open(readLooks(raw)))),
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
      ended(await (await import('./commands/compare.ts')).compare([base, head], raw, open(readLooks(raw)))),
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
