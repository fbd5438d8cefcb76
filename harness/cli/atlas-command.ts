// The command `atlas` and its options.
import type { Command } from 'commander';
import type { ExitCode } from '../contract/failure.ts';
import { collect } from './options/common-options.ts';
import type { RawOptions } from './options/raw-options.ts';
import { readTerminalStyle } from './options/terminal-style.ts';
import type { TerminalStyle } from './options/terminal-style.ts';
import type { Terminal } from './ui/terminal.ts';

interface Calls {
  readonly open: (style: TerminalStyle) => Terminal;
  readonly ended: (code: ExitCode) => void;
}

/** What says which runtime does what. */
export function addAtlas(program: Command, { open, ended }: Calls): void {
  program
    .command('atlas')
    .description('show which runtime does what in which version, from checks, profiles and known divergences')
    .argument('[checks...]', 'run folders, results.json or atlas.json (default: the checks of the package)')
    .option('--run', 'check first: every runtime that is found, or those of --subject, in all styles')
    .option('--scenario <patterns>', 'with --run: scenarios to check, separated by commas', collect)
    .option('--subject <patterns>', 'with --run: subjects to check, separated by commas', collect)
    .option('--diff <columns...>', 'show what changed between two columns, such as node@24 node@26')
    .option(
      '--out <dir>',
      'write atlas.html and atlas.json to this folder (default: that of the first check)',
    )
    .option('--docs <dir>', 'write atlas.md and atlas.json to this folder')
    .option('--json', 'print one JSON document on stdout')
    .option('--wide', 'print every column, however wide')
    .option('--verbose', 'print more on stderr')
    .action(async (checks: string[], raw: RawOptions) =>
      ended(await (await import('./commands/atlas.ts')).atlas(checks, raw, open(readTerminalStyle(raw)))),
    );
}
