// `evenloop init`: begins a project with a config, an example scenario in both languages and a workflow. It asks nothing and replaces nothing.
import { relative, resolve } from 'node:path';
import type { ExitCode } from '../../contract/failure.ts';
import { startProject } from '../../init/start-project.ts';
import { fileLine, nextCommands } from '../../init/started-lines.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { flagOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import type { Terminal } from '../ui/terminal.ts';

export function init(named: string | null, raw: RawOptions, terminal: Terminal): ExitCode {
  const [folder, packageRoot] = [resolve(named ?? '.'), findPackage().root];
  const [dryRun, force] = [flagOption(raw, 'dry-run'), flagOption(raw, 'force')];
  const config = flagOption(raw, 'json-config') ? 'json' : 'module';
  const { files, installed } = startProject({ packageRoot, folder, config, force, dryRun });
  for (const file of files) terminal.out(fileLine(file, dryRun));
  terminal.err(
    dryRun ? 'Nothing was written. Without --dry-run, the next commands would be:' : 'The next commands:',
  );
  for (const command of nextCommands(relative('.', folder), installed, packageRoot))
    terminal.err(terminal.paintErr('bold', `  ${command}`));
  return 0;
}
