// The table of commands and their options. Everything a command does is loaded only when it is called.
import { Command, Option } from 'commander';
import { acrossOption } from './options/across-option.ts';
import { readTerminalStyle } from './options/terminal-style.ts';
import { addResultView } from './options/view-options.ts';
import type { RawOptions } from './options/raw-options.ts';
import {
  addExports,
  addPlaces,
  addProject,
  addSelection,
  addTerminalStyle,
  collect,
  formerUnitsOption,
} from './options/common-options.ts';
import { addSetup } from './setup-commands.ts';
import { addAtlas } from './atlas-command.ts';
import { addConform } from './conform-command.ts';
import { addCompare, addGate } from './regression-commands.ts';
import { addFleet, addShard } from './fleet-commands.ts';
import { addStore } from './store-command.ts';
import type { Invoked } from './invoked.ts';

const EXAMPLES = `
Examples:
  evenloop run                              compare the default subjects, a minute and a half
  evenloop run --scenario timers --subject node,python/coroutines
  evenloop check                            check that all runtimes behave alike, without measuring
  evenloop check --stress --repeat 5        the same under load, with five seeds
  evenloop report --site reports/out --out site     build a static site of all runs

Exit codes: 0 success, 1 a bug of evenloop, 2 wrong usage, 3 nothing measured, 4 not comparable,
10 semantics differ, 11 regression, 12 inconclusive, 13 a cell failed, 14 shards do not make one run, 130 interrupted.`;

export function makeProgram(invoked: Invoked): Command {
  const { terminal, version } = invoked;
  const program = new Command('evenloop')
    .description(
      'Runs the same event-driven scenario on several runtimes, proves that all of them did the same, and only then says which was faster.',
    )
    .version(version, '-V, --version')
    .showSuggestionAfterError(true)
    .configureHelp({ helpWidth: terminal.columns })
    .addHelpText('after', EXAMPLES);
  addRunning(program, invoked);
  addStored(program, invoked);
  addKnowledge(program, invoked);
  for (const add of [addSetup, addConform, addAtlas]) add(program, invoked);
  addJudge(program, invoked);
  addGate(program, invoked);
  addCompare(program, invoked);
  addFleet(program, invoked);
  addStore(program, invoked);
  addCompletions(program, invoked);
  for (const command of program.commands) {
    addPlaces(command);
    addProject(command, invoked.configured);
    addTerminalStyle(command);
    addResultView(command);
  }
  return program;
}

/** What runs the runners. */
function addRunning(program: Command, { open, ended }: Invoked): void {
  const run = program.command('run').description('run scenarios, prove what happened, compare the subjects');
  addExports(addShard(addSelection(run)))
    .addOption(
      new Option('--profile <name>', 'amount of work: smoke, quick, standard or full (default: quick)'),
    )
    .option(
      '--repetitions <n>',
      'the same number of repetitions of every cell, at least 2, instead of a time (default: by profile)',
    )
    .addOption(formerUnitsOption())
    .option(
      '--time <duration>',
      'the run takes so long, as 90s or 5min, and its repetitions go where they decide most (default of quick: 90s)',
    )
    .option('--reference <subject>', 'compare all other subjects with this one')
    .option('--shrink', 'search for the smallest counterexample of each divergence')
    .option('--where-time-went', 'print how long each stage of each block took')
    .option(
      '--cpus <n>',
      'run blocks on n CPUs at once (default: on all but one, on a machine with two on both)',
    )
    .option('--resume <run>', 'finish a run that was stopped or killed: everything else is as it was begun')
    .option('--observer', 'measure what recording costs, with one more invocation of each scenario')
    .option('--trust-disturbed', 'give verdicts also where the run was disturbed; each of them says so')
    .option('--ndjson', 'write events to stdout as they happen, one JSON document per line')
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/run.ts')).run(raw, open(readTerminalStyle(raw)))),
    );

  addShard(
    addSelection(
      program
        .command('check')
        .description('check that all subjects keep the contracts of the scenarios, without measuring'),
    ),
  )
    .option(
      '--styles <which>',
      'check the default style of each runtime, or all: default or all (default: default)',
    )
    .option('--rule <ids>', 'judge by these rules only, separated by commas (default: all)', collect)
    .option('--repeat <n>', 'check with n seeds; a divergence in any of them counts (default: 1)')
    .option('--resume <run>', 'finish a check that was stopped or killed: everything else is as it was begun')
    .option(
      '--golden',
      'run nothing: check that scenarios are whole, and that golden traces are judged as they say',
    )
    .option('--stress', 'check under load: busy processors, and loops that stall for 1 to 50 ms')
    .option('--ndjson', 'write events to stdout as they happen, one JSON document per line')
    .option('--junit <file>', 'also write a JUnit report to this file')
    .option('--ctrf <file>', 'also write a Common Test Report Format report to this file')
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/check.ts')).check(raw, open(readTerminalStyle(raw)))),
    );
}

/** What works on what a run has left. */
function addStored(program: Command, { open, ended }: Invoked): void {
  const report = program
    .command('report')
    .description('draw the report of a stored run again, or a site of many runs');
  addExports(report)
    .option('--scenario <names>', 'export these scenarios only: ids, families or globs', collect)
    .argument('[run]', 'run folder or results.json')
    .option('--out <path>', 'write the report or site here (default: report.html beside the results)')
    .option('--against <run>', 'show what changed since this other run')
    .addOption(acrossOption())
    .option('--history <folder>', 'add the history of all runs in this folder')
    .option('--site <folder>', 'write a static site of all runs in this folder to --out')
    .option('--reports <n>', 'with --site: draw reports for the newest n runs (default: 50)')
    .action(async (path: string | undefined, raw: RawOptions) =>
      ended(
        await (await import('./commands/report.ts')).report(path ?? null, raw, open(readTerminalStyle(raw))),
      ),
    );

  program
    .command('history')
    .description('show how the measured values changed over the runs of a folder or a store')
    .argument('[folder]', 'folder that contains run folders (default: reports/out)')
    .option('--store <place>', 'of the runs that a store keeps: a folder, or git:refs/evenloop/<name>')
    .option('--scenario <names>', 'show these scenarios only: ids or families, separated by commas', collect)
    .option('--json', 'print one JSON document on stdout')
    .option('--wide', 'print every column, however wide')
    .action(async (folder: string | undefined, raw: RawOptions) =>
      ended(
        await (await import('./commands/history.ts')).history(
          folder ?? null,
          raw,
          open(readTerminalStyle(raw)),
        ),
      ),
    );

  program
    .command('replay')
    .description('judge a diverging invocation again from its bundle, or run it again')
    .argument('<bundle>', 'folder in bundles/ of a run')
    .option('--run', 'run the runner again, with the same parameters, seed, nonce and secret')
    .option('--shrink', 'search for the smallest parameters with which it still diverges')
    .option('--wait', 'with --run: wait before the first message, so that you can attach a debugger')
    .option('--wire <file>', 'with --run: write all messages to and from the runner to this file')
    .option('--json', 'print one JSON document on stdout')
    .action(async (path: string, raw: RawOptions) =>
      ended(await (await import('./commands/replay.ts')).replay(path, raw, open(readTerminalStyle(raw)))),
    );
}

/** What lists and explains. */
function addKnowledge(program: Command, { open, ended }: Invoked): void {
  program
    .command('list')
    .description('list scenarios, subjects and runtimes')
    .argument('[what]', 'scenarios, subjects or runtimes (default: all three)')
    .option('--json', 'print one JSON document on stdout')
    .option('--wide', 'print every column, however wide')
    .action(async (what: string | undefined, raw: RawOptions) =>
      ended(await (await import('./commands/list.ts')).list(what ?? null, raw, open(readTerminalStyle(raw)))),
    );

  program
    .command('explain')
    .description('explain what a rule or a clause demands, or what a failure code means')
    .argument('[name]', 'rule (as T4 or W3), clause (as C206) or code (as EL2004; default: list all)')
    .option('--json', 'print one JSON document on stdout')
    .action(async (name: string | undefined, raw: RawOptions) =>
      ended(
        await (await import('./commands/explain.ts')).explain(
          name ?? null,
          raw,
          open(readTerminalStyle(raw)),
        ),
      ),
    );
}

/** Comes last, because the script names all other commands. */
function addCompletions(program: Command, { open, ended }: Invoked): void {
  program
    .command('completions')
    .description('print the completion script of a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string, raw: RawOptions) =>
      ended(
        await (await import('./commands/completions.ts')).completions(
          shell,
          program,
          raw,
          open(readTerminalStyle(raw)),
        ),
      ),
    );
}

/** What decides from recorded pairs. */
function addJudge(program: Command, { open, ended }: Invoked): void {
  program
    .command('judge')
    .description('decide from recorded pairs of slices whether b is slower than a')
    .argument('<pairs.json>', 'document of the schema evenloop/pairs@1, or - for stdin')
    .option('--json', 'print one JSON document on stdout')
    .action(async (path: string, raw: RawOptions) =>
      ended(await (await import('./commands/judge.ts')).judge(path, raw, open(readTerminalStyle(raw)))),
    );
}
