// Where a folder from outside has scenarios: `<folder>/<family>/<scenario>/scenario.mjs`, and what is said of a folder that has none.
import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FailureError, failure } from '../contract/failure.ts';
import { moduleFile } from '../contract/module-file.ts';
import { kindAt } from '../files/foreign-file.ts';

export interface FoundScenario {
  /** As the two folders say it. */
  readonly id: string;
  readonly root: string;
  readonly folder: string;
  /** The file of the declaration. */
  readonly path: string;
}

const STEM = 'scenario';
const NAME = /^[a-z][a-z0-9_]*$/;
/** A folder of a project that has thousands of folders, and no scenario in any of them. */
const NEVER = /^(node_modules|\..*)$/;

/** In alphabetical order. Throws a `FailureError` that says what to do where there is none. `strips`: this Node loads TypeScript. */
export function findScenarios(named: string, strips: boolean): readonly FoundScenario[] {
  const root = folderNamed(named);
  const found = foldersIn(root).flatMap((family) =>
    foldersIn(join(root, family)).flatMap((name) => {
      const folder = join(root, family, name);
      const file = declarationIn(folder, strips);
      return file === null
        ? []
        : [{ id: idOf(folder, family, name), root, folder, path: join(folder, file) }];
    }),
  );
  if (found.length > 0) return found;
  throw bad(`${named} has no scenario.`, wherever(root));
}

/** The real path: two ways to one folder are one folder. */
function folderNamed(named: string): string {
  const path = resolve(named);
  const kind = kindAt(path);
  if (kind === 'nothing')
    throw bad(`The folder of scenarios ${named} does not exist.`, 'Name a folder that has scenarios.');
  if (kind !== 'folder') throw bad(`${named} is no folder of scenarios.`, wherever(dirname(path)));
  return realpathSync(path);
}

/** What is meant, in a sentence: the folder above where that has scenarios, else how a scenario lies. */
function wherever(root: string): string {
  const declares = (folder: string): boolean => moduleFile(filesIn(folder), STEM, true) !== null;
  const better = declares(root)
    ? join(root, '..', '..')
    : foldersIn(root).some((name) => declares(join(root, name)))
      ? dirname(root)
      : null;
  const how = 'scenario lies two folders deep, as <folder>/<family>/<scenario>/scenario.mjs';
  return better === null ? `A ${how}.` : `Name ${better} instead: a ${how}.`;
}

function declarationIn(folder: string, strips: boolean): string | null {
  const files = filesIn(folder);
  const file = moduleFile(files, STEM, strips);
  const typed = moduleFile(files, STEM, true);
  if (file !== null || typed === null) return file;
  throw bad(
    `${join(folder, typed)} is TypeScript, which Node ${process.versions.node} does not load.`,
    'Use Node 22.18 or later, compile it beside itself, or write scenario.mjs.',
  );
}

function idOf(folder: string, family: string, name: string): string {
  const wrong = [family, name].find((each) => !NAME.test(each));
  if (wrong !== undefined)
    throw bad(
      `${folder} cannot be an id: ${JSON.stringify(wrong)} has more than small letters, digits and _.`,
      `Rename the folder, for example ${wrong.toLowerCase().replaceAll(/\W/g, '_')}.`,
    );
  return `${family}.${name}`;
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !NEVER.test(name) && kindAt(join(folder, name)) === 'folder')
    .sort();
}

function filesIn(folder: string): Set<string> {
  return new Set(readdirSync(folder));
}

function bad(cause: string, next: string): FailureError {
  return new FailureError(failure('EL1007', cause, next));
}
