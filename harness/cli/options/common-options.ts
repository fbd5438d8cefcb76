// Options that several commands have: how they print, and what they take from outside of the package.
import { Option } from 'commander';
import type { Command } from 'commander';
import { EXPORT_FORMATS } from '../../contract/export-formats.ts';

export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

const WITH_SCENARIOS: ReadonlySet<string> = new Set([
  'run',
  'check',
  'plan',
  'atlas',
  'replay',
  'list',
  'conform',
  'explain',
  'gate',
  'compare',
  'report',
  'history',
  'store',
  'completions',
  'atlas',
]);

/** Where a command finds what is not this package's own. */
export function addPlaces(command: Command): void {
  if (WITH_SCENARIOS.has(command.name()))
    command.option(
      '--scenarios <folder>',
      'also take the scenarios of this folder, each in <family>/<scenario>/; may be repeated',
      collect,
    );
}

const WITH_PROJECT: ReadonlySet<string> = new Set([
  'run',
  'check',
  'plan',
  'merge',
  'replay',
  'list',
  'conform',
  'explain',
  'gate',
  'compare',
  'history',
  'store',
  'completions',
  'doctor',
  'atlas',
]);
/** They start no runner. */
const WITHOUT_RUNNERS: ReadonlySet<string> = new Set(['history', 'store', 'explain', 'merge']);

/** The options of the project that a command works for. */
export function addProject(command: Command, configured: string): void {
  const name = command.name();
  if (!WITH_PROJECT.has(name)) return;
  if (configured !== '') command.addHelpText('after', configured);
  command
    .option(
      '--config <file>',
      'read this config (default: evenloop.config.ts, .mjs or .json, from here upwards)',
    )
    .option('--no-config', 'read no config');
  if (WITHOUT_RUNNERS.has(name)) return;
  command
    .option(
      '--runner <path>',
      'also use this runner: a runner.json, or a folder that has one (repeatable)',
      collect,
    )
    .option(
      '--define <id=subject>',
      "also measure a subject of your own, as 'old=node:executable=/opt/node22,args=--no-opt,env.TZ=UTC' or 'old={…}' in JSON (repeatable)",
      collect,
    );
}

/** The options of colour, signs and progress: the same for all commands. */
export function addTerminalStyle(command: Command): void {
  command
    .option('--color <when>', 'use colour: auto, always or never (default: auto)')
    .option('--no-color', 'same as --color=never')
    .option('--ascii', 'print ASCII characters only');
  if (['run', 'check', 'compare', 'conform', 'atlas'].includes(command.name()))
    command.option('--progress <how>', 'show progress: auto, live, plain or none (default: auto)');
}

/** What is run, and where it goes. */
export function addSelection(command: Command): Command {
  return command
    .option('--scenario <patterns>', 'scenarios to run: ids, families or globs, separated by commas', collect)
    .option(
      '--subject <patterns>',
      'subjects to run: ids, runtimes, styles or globs, separated by commas',
      collect,
    )
    .option('--seed <n>', 'seed of an earlier run: repeats its orders and schedules')
    .option('--out <dir>', 'write the run to this folder (default: reports/out/<run id>)')
    .option('--json', 'print one JSON document on stdout')
    .option('--keep-traces', 'also keep the traces of proved invocations')
    .option('--max-time <s>', 'stop after s seconds, at the end of the current window')
    .option('--wire <file>', 'also write all messages to and from runners to this file')
    .option('--wide', 'print every column, however wide')
    .option('--verbose', 'print more on stderr');
}

/** What is handed to other programs; see docs/exports.md. */
export function addExports(command: Command): Command {
  const last = EXPORT_FORMATS.at(-1) ?? '';
  const formats = `${EXPORT_FORMATS.slice(0, -1).join(', ')} or ${last}`;
  return command
    .addOption(
      new Option('--export <format=path>', `also write the results as ${formats} (- is stdout)`).argParser(
        collect,
      ),
    )
    .option('--metric <ids>', 'export these metrics only, separated by commas (default: by format)', collect);
}

/** The former name of `--repetitions`: accepted, and in no list of options. */
export function formerUnitsOption(): Option {
  return new Option('--units <n>').hideHelp();
}
