// What a unit test may not do: start a process, or read the build. Whoever does it gets an error, and it is remembered.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

type Callable = (...args: unknown[]) => unknown;

export const BUILD = fileURLToPath(new URL('../../dist/', import.meta.url));
const STARTS = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'] as const;
const READS = ['readFileSync', 'existsSync', 'statSync', 'openSync', 'readdirSync', 'cpSync'] as const;
/** A worker takes many files one after the other: what is guarded already is not guarded twice. */
const REFUSED = Symbol.for('evenloop.refused');
const shared = globalThis as { [REFUSED]?: string[] };

export function guardUnitTests(): void {
  if (shared[REFUSED] !== undefined) return;
  const refused: string[] = [];
  shared[REFUSED] = refused;
  const refuse = (what: string): never => {
    const words = `${what}: no unit test does such a thing, so call its file *.process.test.ts`;
    refused.push(words);
    throw new Error(words);
  };
  for (const name of STARTS)
    Object.assign(childProcess, { [name]: (program: unknown) => refuse(`${name} ${String(program)}`) });
  for (const name of READS) {
    const real = fs[name] as Callable;
    const guarded = (...args: unknown[]): unknown =>
      String(args[0]).startsWith(BUILD) ? refuse(`${name} ${String(args[0])}`) : real(...args);
    Object.assign(fs, { [name]: guarded });
  }
  syncBuiltinESMExports();
}

/** What was refused since this was last asked. Code that swallows the error does not hide it from here. */
export function takeRefused(): string[] {
  return shared[REFUSED]?.splice(0) ?? [];
}
