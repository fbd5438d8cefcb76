// Writes the files of a new project. What is there already stays, unless it is to be replaced.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FailureError, failure } from '../contract/failure.ts';
import { readForeignText } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { makeFolder } from '../store/make-folder.ts';
import { planProject } from './plan-project.ts';
import type { PlannedFile } from './plan-project.ts';
import { starterFiles } from './starter-files.ts';

export interface StartRequest {
  readonly packageRoot: string;
  /** Absolute. Made where it does not exist. */
  readonly folder: string;
  readonly config: 'module' | 'json';
  readonly force: boolean;
  /** Nothing is written. */
  readonly dryRun: boolean;
}

export interface StartedProject {
  readonly files: readonly PlannedFile[];
  /** Whether `npx evenloop` finds an installed package from this folder. */
  readonly installed: boolean;
}

/** Throws a `FailureError` EL3001 where something cannot be written. */
export function startProject({ packageRoot, folder, config, force, dryRun }: StartRequest): StartedProject {
  const present = (path: string): string | null => readIfThere(join(folder, path));
  const configs = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.startsWith('evenloop.config.'))
    : [];
  const files = planProject(starterFiles(packageRoot, config), present, configs, force);
  if (!dryRun)
    for (const { act, path, content } of files) if (act !== 'keep') write(join(folder, path), content);
  return { files, installed: isInstalled(folder) };
}

function write(path: string, content: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FailureError(
      failure('EL3001', `${path} cannot be written.`, 'Work in a folder that can be written.', [why]),
    );
  }
}

function readIfThere(path: string): string | null {
  try {
    return readForeignText(path, STORED.text);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    // A folder of that name, or one that may not be read: it is there, and not the same.
    return '';
  }
}

/** As Node looks for a package: here, and in each folder above. */
function isInstalled(folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', 'evenloop', 'package.json'))) return true;
  const above = dirname(folder);
  return above !== folder && isInstalled(above);
}
