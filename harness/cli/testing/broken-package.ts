// For tests: a copy of the built package in which one workload is broken on purpose, so that there is something to find.
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Break {
  /** Below `dist/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface BrokenPackage {
  /** The path of its command. */
  readonly main: string;
  readonly root: string;
  remove(): void;
}

export function breakPackage(...breaks: readonly Break[]): BrokenPackage {
  const made = copyPackage();
  for (const { file, from, to } of breaks) {
    const path = join(made.root, 'dist', file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has nothing like ${from}: this test breaks nothing`);
    rmSync(path);
    writeFileSync(path, text.replace(from, to));
  }
  return made;
}

/** Only what a run of Node alone needs is there. What is in `dist/` may be replaced, but not written to: see `linkTree`. */
export function copyPackage(): BrokenPackage {
  const root = mkdtempSync(join(tmpdir(), 'evenloop-broken-'));
  linkTree(join(ROOT, 'dist'), join(root, 'dist'));
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'runners'));
  cpSync(join(ROOT, 'runners', 'order.json'), join(root, 'runners', 'order.json'));
  for (const runner of readdirSync(join(ROOT, 'runners'), { withFileTypes: true }))
    if (runner.isDirectory())
      cpSync(
        join(ROOT, 'runners', runner.name, 'runner.json'),
        join(root, 'runners', runner.name, 'runner.json'),
      );
  return {
    root,
    main: join(root, 'dist', 'harness', 'cli', 'main.js'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The files are the same ones under a second name, so a file that is to differ is made anew. Where temporary files lie on another disk they are copies. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [old, made] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(old, made);
    else if (isProgram(old)) linkOrCopy(old, made);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}

const isProgram = (path: string): boolean => !/\.d\.ts$|\.test\.js$/.test(path);
