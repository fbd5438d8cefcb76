// Finds and reads stored runs, one after the other, and keeps only a small summary of each.
import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Skipped } from '../../reports/site/index-page.ts';
import { summaryOf } from '../../reports/history/run-summary.ts';
import type { RunSummary } from '../../reports/history/run-summary.ts';
import { makeSlugs } from '../../reports/site/slug.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import { kindAt } from '../files/foreign-file.ts';
import { readResults } from '../store/results-file.ts';
import { runFolderAt } from '../store/run-folder.ts';

export interface FoundRun {
  readonly summary: RunSummary;
  /** Its results.json. */
  readonly path: string;
}

export interface FoundRuns {
  /** Oldest first. */
  readonly runs: readonly FoundRun[];
  /** What lay there and is no run, by name. */
  readonly skipped: readonly Skipped[];
}

/** The result of a run that has a journal and no results: it was ended before it wrote any. */
export type Recover = (folder: string) => Result<RunResult>;

/** The link to the newest run: its run stands beside it. */
const LATEST = 'latest';

/** Run folders and results files directly in `folder`. Throws a `FailureError` EL1005 when it is no folder. */
export function readRuns(folder: string, recover?: Recover): FoundRuns {
  const seen = new Map<string, string>();
  const runs: FoundRun[] = [];
  const skipped: Skipped[] = [];
  const slugFor = makeSlugs();
  for (const name of namesIn(folder)) {
    if (name === LATEST) continue;
    const run = readRun(join(folder, name), recover);
    const same = run.ok ? seen.get(run.result.run.id) : undefined;
    if (!run.ok) skipped.push({ name, reason: run.reason });
    else if (same !== undefined) skipped.push({ name, reason: `it is the same run as ${same}` });
    else {
      const { id } = run.result.run;
      seen.set(id, name);
      runs.push({ path: run.path, summary: summaryOf(run.result, slugFor(id)) });
    }
  }
  return { runs: runs.sort(byTime), skipped };
}

type ReadRun =
  | { readonly ok: true; readonly path: string; readonly result: RunResult }
  | { readonly ok: false; readonly reason: string };

function readRun(entry: string, recover: Recover | undefined): ReadRun {
  const path = resultsAt(entry);
  if (path === null && isCutShort(entry)) return recovered(entry, recover);
  if (path === null) return { ok: false, reason: 'it is not a run: it has no results.json' };
  const read = readResults(path);
  return read.ok
    ? { ok: true, path, result: read.value }
    : { ok: false, reason: reasonOf(read.failure.cause, path) };
}

function recovered(entry: string, recover: Recover | undefined): ReadRun {
  if (recover === undefined)
    return { ok: false, reason: 'it was ended before it wrote its results: finish it with --resume' };
  const read = recoveredFrom(entry, recover);
  const { results } = runFolderAt(entry);
  return read.ok
    ? { ok: true, path: results, result: read.value }
    : { ok: false, reason: read.failure.cause.replace(/\.$/, '') };
}

/** What a journal says is looked at as far as it is used: one that is not what evenloop writes costs itself alone. */
function recoveredFrom(folder: string, recover: Recover): Result<RunResult> {
  try {
    return recover(folder);
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    const cause = `${folder} is not a run: its journal says what evenloop does not write.`;
    const next = 'Name the folder of a run that this version of evenloop began.';
    return { ok: false, failure: failure('EL1005', cause, next, [String(error)]) };
  }
}

/** It has a journal and no results. */
function isCutShort(path: string): boolean {
  const { results, journal } = runFolderAt(path);
  return kindAt(journal) === 'file' && kindAt(results) !== 'file';
}

/** Of a run, or of a folder of runs. */
export function hasCutShort(path: string): boolean {
  if (kindAt(path) !== 'folder') return false;
  return isCutShort(path) || readdirSync(path).some((name) => isCutShort(join(path, name)));
}

/** Sorted, so that a folder gives the same site on every file system. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(realpathSync(resolve(folder))).sort();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new FailureError(
      failure(
        'EL1005',
        `${folder} is not a folder of runs: it cannot be read (${why}).`,
        'Name the folder that contains the run folders, such as reports/out.',
      ),
    );
  }
}

function resultsAt(path: string): string | null {
  const found = kindAt(path);
  if (found === 'file') return path.endsWith('.json') ? path : null;
  if (found !== 'folder') return null;
  const { results } = runFolderAt(path);
  // Whatever has that name and is no file is told by what it is.
  return kindAt(results) === 'nothing' ? null : results;
}

/** Without the path: the site is for everybody, and the name stands beside it. */
function reasonOf(cause: string, path: string): string {
  return cause.replace(`${path} is not a results file: `, '').replace(/\.$/, '');
}

function byTime({ summary: a }: FoundRun, { summary: b }: FoundRun): number {
  return a.startedAt === b.startedAt ? (a.id < b.id ? -1 : 1) : a.startedAt < b.startedAt ? -1 : 1;
}

export interface StoredRun {
  readonly result: RunResult;
  /** Where its page belongs. */
  readonly pagePath: string;
}

/** Throws a `FailureError` EL1005 when there is no such run or it cannot be read. */
export function readStoredRun(path: string, recover?: Recover): StoredRun {
  const isFolder = kindAt(path) === 'folder';
  if (isFolder && recover !== undefined && isCutShort(path)) {
    const found = recoveredFrom(path, recover);
    if (!found.ok) throw new FailureError(found.failure);
    return { result: found.value, pagePath: runFolderAt(path).report };
  }
  const file = isFolder ? runFolderAt(path).results : path;
  const read = readResults(file);
  if (!read.ok) throw new FailureError(read.failure);
  return { result: read.value, pagePath: join(dirname(file), 'report.html') };
}
