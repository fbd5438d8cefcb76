// Reads one config: JSON as it is, a module by its default export. TypeScript is read by Node alone: see docs/your-project.md for why.
import { stripsTypes } from '../contract/module-file.ts';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { failure } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import { readForeignText } from '../files/foreign-file.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { STORED } from '../files/limits.ts';
import { CONFIG_NAMES } from './find-config.ts';

/** What stands in the file, unchecked. */
export async function readConfig(path: string): Promise<Result<unknown>> {
  const no = (what: string, next: string, evidence: readonly string[] = []): Result<never> => ({
    ok: false,
    failure: failure('EL1012', `${path} ${what}.`, next, evidence),
  });
  const form = extname(path);
  if (!['.ts', '.mjs', '.json'].includes(form))
    return no('is in no form that is read', `Name it like one of ${CONFIG_NAMES.join(', ')}.`);
  const isFile = await stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!isFile) return no('does not exist or is not a file', 'Correct --config, or leave it out.');
  try {
    if (form === '.json')
      return { ok: true, value: parseForeignJson(readForeignText(path, STORED.description)) };
    if (form === '.ts' && !stripsTypes(process.features))
      return no(
        `needs a Node.js that reads TypeScript, and this is ${process.version}`,
        'Use Node.js 22.18 or later, or name it evenloop.config.mjs: `defineConfig` gives it types, too.',
      );
    const module: unknown = await withoutHints(() => import(pathToFileURL(path).href));
    const value: unknown = typeof module === 'object' && module !== null && Reflect.get(module, 'default');
    if (value !== undefined) return { ok: true, value };
    return no('has no default export', 'End it with `export default defineConfig({ … })`.');
  } catch (error) {
    const what = form === '.json' ? 'is not JSON' : 'cannot be loaded';
    return no(what, 'Correct that file.', evidenceOf(error));
  }
}

/** Node's remarks on how it reads a file of TypeScript: no trouble of ours, and they would stand before every run. */
const HINTS: ReadonlySet<unknown> = new Set(['MODULE_TYPELESS_PACKAGE_JSON', 'ExperimentalWarning']);

async function withoutHints<Value>(load: () => Promise<Value>): Promise<Value> {
  const original: unknown = Reflect.get(process, 'emitWarning');
  const emitWarning = process.emitWarning.bind(process) as (...all: readonly unknown[]) => void;
  const filtered = (...all: readonly unknown[]): void => {
    const [, options] = all;
    const isObject = typeof options === 'object' && options !== null;
    if (!HINTS.has(isObject ? Reflect.get(options, 'code') : options)) emitWarning(...all);
  };
  Reflect.set(process, 'emitWarning', filtered);
  try {
    return await load();
  } finally {
    Reflect.set(process, 'emitWarning', original);
  }
}

const EVIDENCE_LINES = 6;

/** The stack of a syntax error begins with the place; that of any other one has it below the message. */
function evidenceOf(error: unknown): readonly string[] {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, EVIDENCE_LINES);
}
