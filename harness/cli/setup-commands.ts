// The commands that come before the first run: begin a project, and see whether this machine is ready.
import type { Command } from 'commander';
import type { ExitCode } from '../contract/failure.ts';
import { readTerminalStyle } from './options/terminal-style.ts';
import type { TerminalStyle } from './options/terminal-style.ts';
import type { RawOptions } from './options/raw-options.ts';
import type { Terminal } from './ui/terminal.ts';

interface Calling {
  readonly open: (style: TerminalStyle) => Terminal;
  readonly ended: (code: ExitCode) => void;
}

export function addSetup(program: Command, { open, ended }: Calling): void {
  program
    .command('init')
    .description('begin a project: a config, an example scenario in two languages, a workflow')
    .argument('[folder]', 'folder of the project (default: the working directory)')
    .option('--dry-run', 'print what would be written, and write nothing')
    .option('--force', 'replace files that are there already')
    .option('--json-config', 'write evenloop.config.json instead of evenloop.config.mjs')
    .action(async (folder: string | undefined, raw: RawOptions) =>
      ended((await import('./commands/init.ts')).init(folder ?? null, raw, open(readTerminalStyle(raw)))),
    );

  program
    .command('doctor')
    .description('look at what a measurement needs on this machine, and say what to do where it is not there')
    .option('--out <dir>', 'the folder in which runs are to be kept (default: reports/out)')
    .option('--json', 'print one JSON document on stdout')
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/doctor.ts')).doctor(raw, open(readTerminalStyle(raw)))),
    );
}
