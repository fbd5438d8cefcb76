// Takes up a run that was ended before it was whole: whether that can be, and what it has already.
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FailureError, failure } from '../../contract/failure.ts';
import type { RunLine } from '../../contract/journal.ts';
import { readForeignText } from '../../files/foreign-file.ts';
import { STORED } from '../../files/limits.ts';
import { lifeOf, ownOwner, parseOwner } from '../../run/owner.ts';
import { readJournal } from '../../store/read-journal.ts';
import type { StoredJournal } from '../../store/read-journal.ts';
import { readResults } from '../../store/results-file.ts';
import { runFolderAt } from '../../store/run-folder.ts';
import type { RunFolder } from '../../store/run-folder.ts';
import { codeOf, writeFailure } from '../../store/file-failure.ts';
import { changedSources } from './sources.ts';

export interface ResumedRun {
  readonly folder: RunFolder;
  readonly journal: StoredJournal;
  /** Another process may take it up again. */
  release(): void;
}

/** `path` is the folder of a run. Throws a `FailureError` EL1015 that says why it cannot go on. */
export function openResumed(path: string, workingFolder: string): ResumedRun {
  const folder = runFolderAt(path);
  const read = readJournal(folder.journal);
  if (!read.ok) throw new FailureError(read.failure);
  const { run, owner } = read.value;
  const results = readResults(folder.results);
  if (results.ok && results.value.run.complete)
    throw refused(path, 'it is whole', `Look at it: \`evenloop report ${path}\`.`);
  const life = lifeOf(owner);
  if (life === 'living') throw refused(path, `process ${owner.pid} still works on it`, 'Wait for its end.');
  if (life === 'unknown')
    throw refused(
      path,
      `process ${owner.pid} of another container may still work on it`,
      'Resume it where it was begun.',
    );
  if (resolve(run.folder) !== resolve(workingFolder))
    throw refused(path, `it was begun in ${run.folder}, where its options name files`, `Resume it there.`);
  const release = claim(path, folder);
  return { folder, journal: read.value, release };
}

/** Throws a `FailureError` EL1015 that names what is not as it was when the run was begun. */
export function refuseChanges(path: string, before: RunLine, now: RunLine): void {
  const changed = changedSources(before.sources, now.sources);
  const differing = changed.length > 0 || before.plan.digest === now.plan.digest ? changed : ['the plan'];
  if (differing.length === 0) return;
  const evidence = differing.map(
    (name) => `${name}: was ${before.sources[name] ?? 'absent'}, is ${now.sources[name] ?? 'absent'}`,
  );
  throw refused(
    path,
    `${differing.join(', ')} changed since it was begun`,
    'Restore what it was begun with, or begin a new run.',
    evidence,
  );
}

/** One process at a time. The claim of a process that died counts no more. */
function claim(path: string, folder: RunFolder): () => void {
  const lock = join(folder.path, 'resumed.lock');
  const text = JSON.stringify(ownOwner());
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lock, text, { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw new FailureError(writeFailure(lock, error));
    }
    const other = parseOwner(claimIn(lock));
    if (other !== null && lifeOf(other) !== 'dead')
      throw refused(path, `process ${other.pid} resumes it just now`, 'Wait for its end.');
    rmSync(lock, { force: true });
  }
  throw refused(path, 'another process resumes it just now', 'Wait for its end.');
}

/** Empty where there is none that can be read. */
function claimIn(lock: string): string {
  try {
    return readForeignText(lock, { ...STORED.description, links: 'refused' });
  } catch {
    return '';
  }
}

function refused(path: string, cause: string, next: string, evidence: readonly string[] = []): FailureError {
  return new FailureError(failure('EL1015', `${path} cannot be resumed: ${cause}.`, next, evidence));
}
