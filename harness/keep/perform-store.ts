// What `evenloop store` does, and what it says of it: adds runs, lists and shows them, looks whether all is whole, removes what a policy names.
import { archiveResult } from '../archive/archive-result.ts';
import type { NewRun } from '../archive/archive-result.ts';
import { addRun, readArchive } from '../archive/archive.ts';
import type { ArchiveEntry, ReadArchive } from '../archive/archive.ts';
import type { ArchiveBackend } from '../archive/backend.ts';
import { importFile } from '../archive/import/import-file.ts';
import { timeOfText } from '../archive/import/fields.ts';
import { keepBy } from '../archive/keep-policy.ts';
import { openArchive } from '../archive/open-archive.ts';
import { FailureError, assertNever, failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import { bad, refuseSenseless, storeAction } from './store-words.ts';
import type { StoreOptions } from './store-words.ts';

export interface StoreRequest {
  readonly action: string;
  readonly names: readonly string[];
  readonly options: StoreOptions;
  readonly place: string;
  /** In which a place is looked for. */
  readonly folder: string;
  /** The runs to add, of the paths that were named or the newest. */
  readonly results: (paths: readonly string[]) => AsyncIterable<RunResult>;
  readonly now: number;
}

/** What there is to print: a document, or a table of runs and lines beneath it. */
export interface StoreAnswer {
  readonly document: unknown;
  readonly runs?: readonly ArchiveEntry[];
  readonly run?: ArchiveEntry;
  readonly lines: readonly string[];
  /** What a file that was imported does not say. */
  readonly notes: readonly string[];
  readonly warnings: readonly Failure[];
  /** Why it ends as a failure, after what was printed. */
  readonly failure: Failure | null;
}

const SAID_NOTHING = { lines: [], notes: [], warnings: [], failure: null } as const;

export async function performStore(request: StoreRequest): Promise<StoreAnswer> {
  const { names, options, place, folder, results, now } = request;
  const action = storeAction(request.action);
  refuseSenseless(action, names, options);
  const adds = action === 'add' || action === 'import';
  const store = await openArchive(place, folder, adds ? 'add' : 'read');
  switch (action) {
    case 'add':
      return keep(store, archived(results(names)));
    case 'import':
      return keep(store, imported(names, options));
    case 'list':
      return list(await readArchive(store));
    case 'show':
      return show(await readArchive(store), names[0] ?? '', store.title);
    case 'verify':
      return verify(await readArchive(store), store.title);
    case 'gc':
      return clean(store, options, now);
    default:
      return assertNever(action);
  }
}

async function* archived(results: AsyncIterable<RunResult>): AsyncGenerator<NewRun> {
  for await (const result of results) yield archiveResult(result);
}

/** A file that is no file of the tool ends it: what came before is added. */
async function* imported(
  names: readonly string[],
  { from, at, commit }: StoreOptions,
): AsyncGenerator<NewRun> {
  if (from === null) return;
  for (const name of names) {
    const read = importFile(name, { tool: from, at: at === null ? null : timeOfText(at), commit });
    if (!read.ok) throw new FailureError(read.failure);
    yield* read.value;
  }
}

async function keep(store: ArchiveBackend, runs: AsyncIterable<NewRun>): Promise<StoreAnswer> {
  const added: { readonly id: string; readonly kind: string }[] = [];
  const notes: string[] = [];
  let trouble: Failure | null = null;
  try {
    for await (const one of runs) {
      const { id, unsaid = [] } = one.run;
      const end = await addRun(store, one);
      if (end.kind === 'conflict') throw new FailureError(conflict(id, end.path, store.title));
      added.push({ id, kind: end.kind });
      notes.push(...unsaid.map((sentence) => `${id} does not say ${sentence}`));
    }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    trouble = error.failure;
  }
  const lines = added.map(
    ({ id, kind }) => `${id} ${kind === 'added' ? 'was added to' : 'was there already:'} ${store.title}`,
  );
  const document = added.length === 0 ? null : { store: store.title, runs: added };
  return { ...SAID_NOTHING, document, lines, notes, failure: trouble };
}

function conflict(id: string, path: string, title: string): Failure {
  return failure(
    'EL3103',
    `${id} is in ${title} already, with other numbers (${path}).`,
    'Files of a store never change: add the run to another one, or keep what is there.',
  );
}

/** What cannot be used is a warning: the other runs are there all the same. */
export function damageWarnings({ damaged }: ReadArchive): Failure[] {
  const next = 'Look at all of them with `evenloop store verify`.';
  return damaged.map(({ path, reason }) => failure('EL3102', `${path} is left out: ${reason}.`, next));
}

function list(read: ReadArchive): StoreAnswer {
  const document = read.entries.map(({ path, run, machine, suite }) => {
    const { id, startedAt, tool, profile, commit, whole } = run;
    const numbers = run.value.filter((value) => value !== null).length;
    return { id, startedAt, tool, profile, commit, whole, machine, rows: suite.rows.length, numbers, path };
  });
  return { ...SAID_NOTHING, document, runs: read.entries, warnings: damageWarnings(read) };
}

function show(read: ReadArchive, id: string, title: string): StoreAnswer {
  const entry = entryOf(read.entries, id, title);
  const { run, machine, suite } = entry;
  return {
    ...SAID_NOTHING,
    document: { ...run, machine, suite },
    run: entry,
    warnings: damageWarnings(read),
  };
}

/** By its id, the beginning of it, or `latest`. */
export function entryOf(entries: readonly ArchiveEntry[], id: string, title: string): ArchiveEntry {
  const exact = entries.find(({ run }) => run.id === id);
  const found = id === 'latest' ? entries.slice(-1) : entries.filter(({ run }) => run.id.startsWith(id));
  const [first, second] = exact === undefined ? found : [exact];
  if (first !== undefined && second === undefined) return first;
  const has = first === undefined ? 'no run' : `${found.length} runs`;
  throw bad(
    `${title} has ${has} whose id begins with ${JSON.stringify(id)}.`,
    'Run `evenloop store list` to see all of them.',
  );
}

function verify({ entries, marks, damaged, foreign }: ReadArchive, title: string): StoreAnswer {
  const wrong = [...damaged, ...foreign].map(({ path, reason }) => `${path}: ${reason}`);
  const cause = `${title} has ${wrong.length} files that are not as evenloop wrote them.`;
  const next = 'Restore them from a copy, or remove them: the other runs are used.';
  return {
    ...SAID_NOTHING,
    document: { store: title, runs: entries.length, marks: marks.length, damaged, foreign },
    lines: [`${title}: ${entries.length} runs, ${marks.length} marks`],
    failure: wrong.length === 0 ? null : failure('EL3102', cause, next, wrong),
  };
}

async function clean(
  store: ArchiveBackend,
  { keepDays, older, apply }: StoreOptions,
  now: number,
): Promise<StoreAnswer> {
  const read = await readArchive(store);
  const policy = { days: keepDays ?? Number.POSITIVE_INFINITY, older: older ?? 'weekly', now } as const;
  const { keep: kept, remove } = keepBy(policy, read.entries, read.marks);
  const applied = apply === true;
  if (applied && remove.length > 0) await store.remove(remove.map(({ path }) => path));
  const what = applied ? 'were removed' : 'would be removed with --apply';
  return {
    ...SAID_NOTHING,
    document: { store: store.title, kept: kept.length, removed: remove.map(({ run }) => run.id), applied },
    ...(remove.length === 0 ? {} : { runs: remove }),
    lines: [`${store.title}: ${kept.length} runs stay, ${remove.length} ${what}`],
    warnings: damageWarnings(read),
  };
}
