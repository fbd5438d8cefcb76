// What `init` says: one line a file, and the commands that come next. Pure.
import { sep } from 'node:path';
import { PRODUCT } from '../contract/product.ts';
import type { PlannedFile } from './plan-project.ts';

export function fileLine({ act, path, reason }: PlannedFile, dryRun: boolean): string {
  if (act === 'keep') return `kept      ${path}: ${reason}`;
  const [done, would] = act === 'write' ? ['written', 'write'] : ['replaced', 'replace'];
  return dryRun ? `${`would ${would}`.padEnd(14)}${path}` : `${done.padEnd(10)}${path}`;
}

/** `go`: the way from the working directory to the project; empty: it is the working directory. */
export function nextCommands(go: string, installed: boolean, packageRoot: string): readonly string[] {
  return [
    ...(go === '' ? [] : [`cd ${go}`]),
    ...(installed ? [] : [`npm install --save-dev ${sourceOf(packageRoot)}`]),
    'npx evenloop doctor',
    'npx evenloop check --scenario example',
    'npx evenloop run --scenario example --time 30s',
  ];
}

/** A clone is installed by its path. What npm unpacked somewhere is not there for long: it is installed by its name. */
const sourceOf = (root: string): string =>
  root.split(sep).includes('node_modules') ? `${PRODUCT.name}@${PRODUCT.version}` : root;
