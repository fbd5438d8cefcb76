// A store under a git ref, which no clone brings along: written by plumbing, compared and swapped, with index and work tree untouched.
import { setTimeout as wait } from 'node:timers/promises';
import { FailureError, failure } from '../contract/failure.ts';
import { STORED } from '../files/limits.ts';
import type { Addition, ArchiveBackend, ArchivePath, ArchiveText, Opening } from './backend.ts';
import type { Git, GitEnd } from './git-command.ts';
import { additionInput, rewriteInput } from './import-stream.ts';

export interface GitStore {
  readonly ref: string;
  readonly git: Git;
  /** For the date of a commit. */
  readonly now: () => number;
  readonly random: () => number;
}

/** EL3101 where there is no repository, or nothing to read. */
export async function openGitRef(store: GitStore, opening: Opening): Promise<ArchiveBackend> {
  await refuseWithoutRepository(store);
  if (opening === 'read' && (await tipOf(store)) === null) throw new FailureError(await emptyFailure(store));
  return {
    title: store.ref,
    list: async () => {
      const tip = await tipOf(store);
      return tip === null ? [] : (await entriesOf(store, tip)).map(pathOf);
    },
    read: (paths) => texts(store, paths),
    add: (files) => add(store, files),
    remove: (paths) => remove(store, paths),
  };
}

async function refuseWithoutRepository({ git, ref }: GitStore): Promise<void> {
  const found = await git(['rev-parse', '--git-dir']);
  if (found.exitCode === 0) return;
  const cause = found.exitCode === null ? 'git could not be started' : 'this folder is in no git repository';
  throw new FailureError(
    failure(
      'EL3101',
      `There is no store under ${ref}: ${cause}.`,
      'Work in a repository, or name a folder: --store <folder>.',
      linesOf(found.stderr),
    ),
  );
}

async function emptyFailure({ git, ref }: GitStore) {
  const shallow = (await git(['rev-parse', '--is-shallow-repository'])).stdout.toString().trim() === 'true';
  const clone = shallow ? 'A clone, and this shallow one too, does' : 'A clone does';
  return failure(
    'EL3101',
    `There is no store under ${ref} in this repository. ${clone} not bring it along.`,
    `Fetch it: \`git fetch origin ${ref}:${ref}\`. Or begin one: \`evenloop store add <run>\`.`,
  );
}

/** The commit that the ref names; null: there is no such ref. */
async function tipOf({ git, ref }: GitStore): Promise<string | null> {
  const found = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  return found.exitCode === 0 ? found.stdout.toString().trim() : null;
}

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
  readonly bytes: number;
}

async function entriesOf({ git }: GitStore, tip: string): Promise<TreeEntry[]> {
  const listing = ok(await git(['ls-tree', '-r', '-z', '-l', '--full-tree', tip]));
  return listing.stdout
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode, object, bytes, path] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
      if (mode === undefined || object === undefined || path === undefined) return [];
      return [{ path, mode, object, bytes: Number(bytes) || 0 }];
    });
}

const isFile = ({ mode }: TreeEntry): boolean => mode === '100644';
const pathOf = (entry: TreeEntry): ArchivePath => ({
  path: entry.path,
  bytes: entry.bytes,
  file: isFile(entry),
});

/** Contents that are asked for at once. */
const AT_ONCE = 500;

async function* texts(
  store: GitStore,
  paths: readonly ArchivePath[],
): AsyncGenerator<readonly [ArchivePath, ArchiveText]> {
  const tip = await tipOf(store);
  const entries = tip === null ? [] : await entriesOf(store, tip);
  const known = new Map(entries.map((entry) => [entry.path, entry]));
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    const asked = paths.slice(from, from + AT_ONCE);
    const readable = asked
      .flatMap(({ path }) => known.get(path) ?? [])
      .filter((entry) => refusal(entry) === null);
    const contents = await contentsOf(
      store.git,
      readable.map(({ object }) => object),
    );
    for (const path of asked) yield [path, textOf(known.get(path.path), contents)];
  }
}

function refusal(entry: TreeEntry): string | null {
  if (!isFile(entry)) return 'it is not a file';
  const { mostBytes } = STORED.archived;
  return entry.bytes > mostBytes ? `it has ${entry.bytes} bytes, and at most ${mostBytes} are read` : null;
}

function textOf(entry: TreeEntry | undefined, contents: ReadonlyMap<string, Buffer>): ArchiveText {
  if (entry === undefined) return { ok: false, reason: 'it is gone' };
  const refused = refusal(entry);
  if (refused !== null) return { ok: false, reason: refused };
  const content = contents.get(entry.object);
  if (content === undefined) return { ok: false, reason: 'git does not have its object' };
  return { ok: true, text: content.toString('utf8') };
}

/** By object. `cat-file --batch` answers `<object> blob <bytes>`, the content and a line feed for each, or `<object> missing`. */
async function contentsOf(git: Git, objects: readonly string[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (objects.length === 0) return found;
  const asked = objects.map((object) => `${object}\n`).join('');
  const { stdout } = ok(await git(['cat-file', '--batch'], asked));
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0x0a, at);
    const [object = '', kind, bytes] = stdout.subarray(at, end).toString().split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    found.set(object, stdout.subarray(at, at + Number(bytes)));
    at += Number(bytes) + 1;
  }
  return found;
}

/** How long others may come first before this gives up. */
const PATIENCE_MS = 300_000;
/** With 64 writers on two CPUs a pause of a second is too short: they are busy with attempts that fail. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [25, 8000];

/** Calls `attempt` until it comes to an end before another writer moves the ref. */
async function beforeOthers<Value>(
  store: GitStore,
  attempt: (tip: string | null) => Promise<Value | GitEnd>,
): Promise<Value> {
  const end = store.now() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, 2 * pause)) {
    const tip = await tipOf(store);
    const result = await attempt(tip);
    if (!isEnd(result)) return result;
    const another = (await tipOf(store)) !== tip || /lock/.test(result.stderr);
    if (!another || store.now() > end) throw new FailureError(notWritten(store, result));
    // Drawn, because writers that wait equally long meet again.
    await wait(store.random() * pause);
  }
}

const isEnd = (value: unknown): value is GitEnd =>
  typeof value === 'object' && value !== null && 'stderr' in value;

function add(store: GitStore, files: readonly (readonly [path: string, text: string])[]): Promise<Addition> {
  return beforeOthers<Addition>(store, async (tip) => {
    const there = tip === null ? new Map<string, Buffer>() : await textsAt(store, tip, files);
    const conflict = files.find(([path, text]) => (there.get(path) ?? Buffer.from(text)).toString() !== text);
    if (conflict !== undefined) return { kind: 'conflict', path: conflict[0] };
    const missing = files.filter(([path]) => !there.has(path));
    if (missing.length === 0) return { kind: 'present' };
    const { ref, now } = store;
    const commit = { ref, tip, seconds: Math.floor(now() / 1000), writer: writerOf(store) };
    const input = additionInput({ ...commit, files: missing });
    // It refuses to move the ref to a commit that does not come after what is there.
    const end = await store.git(['fast-import', '--quiet', '--done', '--date-format=raw'], input);
    return end.exitCode === 0 ? { kind: 'added' } : end;
  });
}

/** What is there already of these files. */
async function textsAt(
  { git }: GitStore,
  tip: string,
  files: readonly (readonly [path: string, text: string])[],
): Promise<Map<string, Buffer>> {
  const paths = files.map(([path]) => path);
  const listing = ok(await git(['ls-tree', '-z', '--full-tree', tip, ...paths])).stdout.toString();
  const there = listing.split('\0').flatMap((line) => {
    const [, object, path] = /^\d+ \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return object === undefined || path === undefined ? [] : [{ object, path }];
  });
  const contents = await contentsOf(
    git,
    there.map(({ object }) => object),
  );
  return new Map(there.map(({ object, path }) => [path, contents.get(object) ?? Buffer.of()]));
}

/** The files that stay as one commit without a parent: what was taken away is no longer kept by the ref. */
async function remove(store: GitStore, paths: readonly string[]): Promise<void> {
  await beforeOthers<'removed'>(store, async (tip) => {
    if (tip === null) return 'removed';
    const temporary = `${store.ref}-rewrite-${process.pid}`;
    const seconds = Math.floor(store.now() / 1000);
    const tree = ok(await store.git(['rev-parse', '--verify', `${tip}^{tree}`]))
      .stdout.toString()
      .trim();
    const input = rewriteInput({ ref: temporary, tree, paths, seconds, writer: writerOf(store) });
    try {
      const made = await store.git(
        ['fast-import', '--quiet', '--done', '--force', '--date-format=raw'],
        input,
      );
      if (made.exitCode !== 0) return made;
      const moved = await store.git(['update-ref', store.ref, temporary, tip]);
      return moved.exitCode === 0 ? 'removed' : moved;
    } finally {
      await store.git(['update-ref', '-d', temporary]);
    }
  });
}

const writerOf = ({ random }: GitStore): string => `${process.pid}-${random().toString(36).slice(2)}`;

function ok(end: GitEnd): GitEnd {
  if (end.exitCode === 0) return end;
  const next = 'Run `git fsck` in this repository.';
  throw new FailureError(failure('EL3102', 'git cannot read the store.', next, linesOf(end.stderr)));
}

function notWritten({ ref }: GitStore, { stderr }: GitEnd) {
  const next = 'Look at what git says; a lock file of a git that was killed has to be removed by hand.';
  return failure('EL3001', `${ref} could not be written.`, next, linesOf(stderr));
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-10);
