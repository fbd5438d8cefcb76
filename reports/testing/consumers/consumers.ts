// The programs that read our exports: where they are, and how tests ask them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const ENVIRONMENT = join(ROOT, '.consumers');

/** Made by `npm run setup:consumers`; its last step writes this. */
export const hasConsumers = existsSync(join(ENVIRONMENT, 'installed.txt'));

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command of the environment, such as `python` or `asv`. */
export function consumer(command: string, args: readonly string[], folder: string): Ended {
  const { status, stdout, stderr } = spawnSync(join(ENVIRONMENT, 'bin', command), args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
    // Nothing of the user's configuration is read.
    env: { ...process.env, HOME: folder, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return { status, out: stdout, err: stderr };
}

/** What one reader of `consume.py` saw in each file. Throws where it refuses one. */
export function consumed(reader: string, files: readonly string[], folder: string): unknown {
  const script = join(import.meta.dirname, 'consume.py');
  const { status, out, err } = consumer('python', [script, reader, ...files], folder);
  if (status !== 0) throw new Error(`${reader} refused ${files.join(', ')}:\n${err}`);
  return JSON.parse(out);
}

/** A folder for one test, gone when that has ended. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
