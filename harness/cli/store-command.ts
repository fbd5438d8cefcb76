// The command `store` and its options: what is done with the runs that are kept for their history.
import { Option } from 'commander';
import type { Command } from 'commander';
import { IMPORTED_TOOLS } from '../archive/import/imported-tools.ts';
import { readTerminalStyle } from './options/terminal-style.ts';
import type { RawOptions } from './options/raw-options.ts';
import type { Invoked } from './invoked.ts';

type Invocation = Pick<Invoked, 'open' | 'ended'>;

const IMPORTED = `${IMPORTED_TOOLS.slice(0, -1).join(', ')} or ${IMPORTED_TOOLS.at(-1) ?? ''}`;

const ACTIONS = `
Actions:
  add [run...]      keep these runs: folders or results.json (default: the newest)
  import <file...>  keep what other tools measured: --from says which tool wrote the files
  list              one line for each run that is kept
  show <id>         the numbers of one: its id, the beginning of its id, or latest
  verify            read every file, and name those that were changed, cut short or are foreign
  gc                say which runs a policy would remove; with --apply, remove them

A store is a folder or a git ref that clones do not bring along. A run that was added never changes.`;

export function addStore(program: Command, invocation: Invocation): void {
  const { open, ended } = invocation;
  addAccept(program, invocation);
  program
    .command('store')
    .description('keep runs for their history, in a folder or under a git ref')
    .argument('<action>', 'add, import, list, show, verify or gc')
    .argument('[names...]', 'what to add or to show')
    .option('--store <place>', 'folder, or git:refs/evenloop/<name> (default: git:refs/evenloop/runs)')
    .addOption(new Option('--from <tool>', `with import: the tool that wrote the files: ${IMPORTED}`))
    .option('--at <time>', 'with import: when it was measured, where the file does not say')
    .option('--commit <sha>', 'with import: the commit that was measured')
    .option('--keep-days <n>', 'with gc: keep all runs of the last n days')
    .option('--older <which>', 'with gc: of older ones keep weekly or none (default: weekly)')
    .option('--apply', 'with gc: remove what it names')
    .option('--json', 'print one JSON document on stdout')
    .option('--wide', 'print every column, however wide')
    .addHelpText('after', ACTIONS)
    .action(async (action: string, names: readonly string[], raw: RawOptions) =>
      ended(
        await (await import('./commands/store.ts')).store([action, names], raw, open(readTerminalStyle(raw))),
      ),
    );
}

function addAccept(program: Command, { open, ended }: Invocation): void {
  program
    .command('accept')
    .description('take note of a step in the history of a store: it is drawn, and no longer news')
    .argument('<scenario>', 'scenario, or the name that another tool gave')
    .option('--run <id>', 'first run of the new level (default: latest)')
    .option('--reason <text>', 'why it is as it should be')
    .option('--set <set>', 'of this parameter set only')
    .option('--subject <id>', 'of this subject only')
    .option('--metric <id>', 'of this metric only')
    .option('--store <place>', 'folder, or git:refs/evenloop/<name> (default: git:refs/evenloop/runs)')
    .action(async (scenario: string, raw: RawOptions) =>
      ended(await (await import('./commands/store.ts')).accept(scenario, raw, open(readTerminalStyle(raw)))),
    );
}
