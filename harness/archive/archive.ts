// Runs into a store and out of it: each with the suite and the machine that it refers to.
import type { ArchivedMachine, ArchivedMark, ArchivedRun, ArchivedSuite } from '../contract/archived-run.ts';
import {
  FORMAT_PATH,
  FORMAT_TEXT,
  columnTrouble,
  keyOf,
  kindOfPath,
  machineFile,
  markFile,
  readMachineFile,
  readMarkFile,
  readRunFile,
  readSuiteFile,
  runFile,
  suiteFile,
} from './archive-files.ts';
import type { NewRun } from './archive-result.ts';
import type { Addition, ArchiveBackend, ArchivePath } from './backend.ts';

export interface ArchiveEntry {
  readonly path: string;
  readonly run: ArchivedRun;
  readonly suite: ArchivedSuite;
  readonly machine: ArchivedMachine | null;
}

/** A file that cannot be used, and why, in words whose subject is the file. */
export interface DamagedFile {
  readonly path: string;
  readonly reason: string;
}

export interface ReadArchive {
  /** Oldest first. */
  readonly entries: readonly ArchiveEntry[];
  readonly marks: readonly ArchivedMark[];
  readonly damaged: readonly DamagedFile[];
  /** Files that are not the store's. */
  readonly foreign: readonly DamagedFile[];
}

/** A run that is there already is not added a second time; one with its id and other numbers is a conflict. */
export function addRun(store: ArchiveBackend, { run, suite, machine }: NewRun): Promise<Addition> {
  const suiteAt = suiteFile(suite);
  const machineAt = machine === null ? null : machineFile(machine);
  const runAt = runFile({
    ...run,
    suite: keyOf(suiteAt[0]),
    machine: machineAt === null ? null : keyOf(machineAt[0]),
  });
  return store.add([[FORMAT_PATH, FORMAT_TEXT], suiteAt, ...(machineAt === null ? [] : [machineAt]), runAt]);
}

export function addMark(store: ArchiveBackend, mark: Omit<ArchivedMark, 'sha256'>): Promise<Addition> {
  return store.add([[FORMAT_PATH, FORMAT_TEXT], markFile(mark)]);
}

/** Everything is read, and what is damaged costs itself alone. */
export async function readArchive(store: ArchiveBackend): Promise<ReadArchive> {
  const paths = await store.list();
  const parts = new Parts();
  for await (const [path, text] of store.read(paths.filter(isOurs)))
    if (text.ok) parts.take(path.path, text.text);
    else parts.damaged.push({ path: path.path, reason: text.reason });
  if (!paths.some(({ path }) => path === FORMAT_PATH))
    parts.damaged.push({ path: FORMAT_PATH, reason: 'it is missing' });
  const foreign = paths
    .filter((path) => !isOurs(path))
    .map(({ path }) => ({ path, reason: foreignReason(path) }));
  const entries = [...parts.runs].flatMap(([path, run]) => parts.whole(path, run));
  return {
    entries: entries.sort(byTime),
    marks: parts.marks,
    damaged: parts.damaged.sort((a, b) => (a.path < b.path ? -1 : 1)),
    foreign,
  };
}

const isOurs = ({ path, file }: ArchivePath): boolean => file && kindOfPath(path) !== null;

function foreignReason(path: string): string {
  if (kindOfPath(path) !== null) return 'it is not a file';
  return path.endsWith('.tmp')
    ? 'a writer that is at work or was killed left it'
    : 'evenloop writes no file of this name';
}

/** What was read so far, by kind and key. */
class Parts {
  readonly runs = new Map<string, ArchivedRun>();
  readonly marks: ArchivedMark[] = [];
  readonly damaged: DamagedFile[] = [];
  private readonly suites = new Map<string, ArchivedSuite>();
  private readonly machines = new Map<string, ArchivedMachine>();

  take(path: string, text: string): void {
    switch (kindOfPath(path)) {
      case 'run':
        return this.keep(path, readRunFile(path, text), (run) => this.runs.set(path, run));
      case 'suite':
        return this.keep(path, readSuiteFile(path, text), (suite) => this.suites.set(keyOf(path), suite));
      case 'machine':
        return this.keep(path, readMachineFile(path, text), (one) => this.machines.set(keyOf(path), one));
      case 'mark':
        return this.keep(path, readMarkFile(path, text), (mark) => this.marks.push(mark));
      case 'format':
        if (text !== FORMAT_TEXT) this.damaged.push({ path, reason: 'it is of another version of evenloop' });
        return;
      case null:
        return;
    }
  }

  private keep<Value>(
    path: string,
    read: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string },
    keep: (value: Value) => void,
  ): void {
    if (read.ok) keep(read.value);
    else this.damaged.push({ path, reason: read.reason });
  }

  /** Nothing where what it refers to is missing: that is told of the run. */
  whole(path: string, run: ArchivedRun): ArchiveEntry[] {
    const suite = this.suites.get(run.suite);
    const machine = run.machine === null ? null : this.machines.get(run.machine);
    const reason =
      suite === undefined
        ? `its suite ${run.suite} is missing or damaged`
        : machine === undefined
          ? `its machine ${String(run.machine)} is missing or damaged`
          : columnTrouble(run, suite);
    if (reason !== null) this.damaged.push({ path, reason });
    return reason !== null || suite === undefined || machine === undefined
      ? []
      : [{ path, run, suite, machine }];
  }
}

function byTime({ run: a }: ArchiveEntry, { run: b }: ArchiveEntry): number {
  const [left, right] = [a, b].map(({ startedAt, id }) => `${startedAt}\0${id}`);
  return (left ?? '') < (right ?? '') ? -1 : 1;
}
