// `evenloop init`: begins a project with a config, an example scenario in both languages and a workflow. It asks nothing and replaces nothing.
import { relative, resolve, sep } from 'node:path';
import type { ExitCode } from '../../contract/failure.ts';
import { PRODUCT } from '../../contract/product.ts';
import type { PlannedFile } from '../../init/plan-project.ts';
import { startProject } from '../../init/start-project.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { flagOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import type { Terminal } from '../ui/terminal.ts';

export function init(named: string | null, raw: RawOptions, { out, err, paintOut }: Terminal): ExitCode {
  const folder = resolve(named ?? '.');
  const dryRun = flagOption(raw, 'dry-run');
  const { root } = findPackage();
  const { files, installed } = startProject({
    packageRoot: root,
    folder,
    config: flagOption(raw, 'json-config') ? 'json' : 'module',
    force: flagOption(raw, 'force'),
    dryRun,
  });
  for (const file of files) out(line(file, dryRun));
  const go = relative('.', folder);
  const next = [
    ...(go === '' ? [] : [`cd ${go}`]),
    ...(installed ? [] : [`npm install --save-dev ${sourceOf(root)}`]),
    'npx evenloop doctor',
    'npx evenloop check --scenario example',
    'npx evenloop run --scenario example --time 30s',
  ];
  err(dryRun ? 'Nothing was written. Without --dry-run, the next commands would be:' : 'The next commands:');
  for (const command of next) err(paintOut('bold', `  ${command}`));
  return 0;
}

function line({ act, path, reason }: PlannedFile, dryRun: boolean): string {
  if (act === 'keep') return `kept      ${path}: ${reason}`;
  const [done, would] = act === 'write' ? ['written', 'write'] : ['replaced', 'replace'];
  return dryRun ? `${`would ${would}`.padEnd(14)}${path}` : `${done.padEnd(10)}${path}`;
}

/** A clone is installed by its path. What npm unpacked somewhere is not there for long: it is installed by its name. */
const sourceOf = (root: string): string =>
  root.split(sep).includes('node_modules') ? `${PRODUCT.name}@${PRODUCT.version}` : root;
