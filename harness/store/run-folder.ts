// The folder of one run: where samples, traces, journal and results go, and the link that points at the newest.
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { failure } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import { discard } from './atomic-write.ts';
import { writeFailure } from './file-failure.ts';
import { makeFolder } from './make-folder.ts';

export interface RunFolder {
  /** Absolute. */
  readonly path: string;
  readonly results: string;
  readonly journal: string;
  readonly report: string;
}

export interface RunFolderRequest {
  /** The folder of all runs, `reports/out`. */
  readonly root: string;
  readonly runId: string;
  /** Takes the place of `<root>/<run id>`; `latest` still points at it. */
  readonly out?: string;
}

/** Makes the folder, new or empty, with `samples/` and `traces/` in it. EL3001 where it cannot be written. */
export function createRunFolder({ root, runId, out }: RunFolderRequest): Result<RunFolder> {
  const path = resolve(out ?? join(root, runId));
  try {
    makeFolder(path);
    if (readdirSync(path).length > 0) return { ok: false, failure: notEmpty(path) };
    for (const part of ['samples', 'traces']) mkdirSync(join(path, part));
  } catch (error) {
    return { ok: false, failure: writeFailure(path, error) };
  }
  return { ok: true, value: runFolderAt(path) };
}

/** The names within a run folder, whether it exists or not. */
export function runFolderAt(path: string): RunFolder {
  const absolute = resolve(path);
  return {
    path: absolute,
    results: join(absolute, 'results.json'),
    journal: join(absolute, 'journal.ndjson'),
    report: join(absolute, 'report.html'),
  };
}

/** Lets `<root>/latest` point at the run, in one step: at every moment it points at the old one or the new one. */
export function pointLatest(root: string, folder: RunFolder): Result<string> {
  const latest = resolve(root, 'latest');
  const temporary = `${latest}.${process.pid}.tmp`;
  try {
    makeFolder(dirname(latest));
    rmSync(temporary, { force: true });
    symlinkSync(relative(dirname(latest), folder.path), temporary, 'dir');
    renameSync(temporary, latest);
    return { ok: true, value: latest };
  } catch (error) {
    discard(temporary);
    return { ok: false, failure: writeFailure(latest, error) };
  }
}

function notEmpty(path: string): ReturnType<typeof failure> {
  return failure(
    'EL3001',
    `${path} is not empty, and two runs must not be mixed.`,
    'Name a new or an empty folder with --out, or remove this one.',
  );
}
