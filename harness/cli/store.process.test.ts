// `evenloop store` from the outside: in a folder and under a git ref and with what may lie there.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { git, newFolder, repositoryWithRuns, writeRuns } from '../../reports/testing/run-repository.ts';
import { sampleRuns } from '../../reports/testing/sample-history.ts';
import { HOSTILE_TEXTS, actingInLog } from '../testing/hostile-texts.ts';
import { callBuilt } from './testing/call-built.ts';

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url));
const REF = 'refs/evenloop/runs';

const listOf = async (folder: string, place: string): Promise<string[]> => {
  const { stdout } = await callBuilt(['store', 'list', '--json', '--store', place], { folder });
  return (JSON.parse(stdout) as { readonly id: string }[]).map(({ id }) => id);
};

const PLACES = ['git:refs/evenloop/runs', 'kept'] as const;

test.each(PLACES)('in %s a run is added once, listed, shown and found whole', async (place) => {
  const { folder, runs } = repositoryWithRuns(2);
  const added = await callBuilt(['store', 'add', ...runs, '--store', place], { folder });
  expect([added.exitCode, added.stderr]).toEqual([0, '']);
  expect(added.stdout).toContain('run-0000 was added to ');
  const again = await callBuilt(['store', 'add', runs[0] ?? '', '--store', place], { folder });
  expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('run-0000 was there already')]);
  expect(await listOf(folder, place)).toEqual(['run-0000', 'run-0001']);
  const shown = await callBuilt(['store', 'show', 'latest', '--json', '--store', place], { folder });
  const kept = JSON.parse(shown.stdout) as { readonly id: string; readonly value: readonly unknown[] };
  expect([kept.id, kept.value.length > 10]).toEqual(['run-0001', true]);
  const verified = await callBuilt(['store', 'verify', '--store', place], { folder });
  expect([verified.exitCode, verified.stderr]).toEqual([0, '']);
  expect(verified.stdout).toContain(': 2 runs, 0 marks');
});

test.each(PLACES)('in %s a run with the id of another is refused, and what is there stays', async (place) => {
  const { folder, runs } = repositoryWithRuns(1);
  const [first = ''] = runs;
  await callBuilt(['store', 'add', first, '--store', place], { folder });
  const before = await callBuilt(['store', 'show', 'latest', '--json', '--store', place], { folder });
  const [other] = sampleRuns(1, 0);
  writeFileSync(first, JSON.stringify(other));
  const refused = await callBuilt(['store', 'add', first, '--store', place], { folder });
  expect([refused.exitCode, refused.stderr]).toEqual([
    2,
    expect.stringContaining('error EL3103: run-0000 is in '),
  ]);
  const after = await callBuilt(['store', 'show', 'latest', '--json', '--store', place], { folder });
  expect(after.stdout).toBe(before.stdout);
});

test.each(PLACES)('in %s `gc` says first what goes, and removes it with --apply alone', async (place) => {
  const { folder, runs } = repositoryWithRuns(4);
  await callBuilt(['store', 'add', ...runs, '--store', place], { folder });
  const gc = ['store', 'gc', '--keep-days', '0', '--older', 'none', '--store', place];
  const told = await callBuilt(gc, { folder });
  expect(told.stdout).toContain('1 runs stay, 3 would be removed with --apply');
  expect(told.stdout).toContain('run-0002');
  expect(await listOf(folder, place)).toHaveLength(4);
  const done = await callBuilt([...gc, '--apply'], { folder });
  expect([done.exitCode, done.stdout]).toEqual([0, expect.stringContaining('3 were removed')]);
  expect(await listOf(folder, place)).toEqual(['run-0003']);
  expect((await callBuilt(['store', 'verify', '--store', place], { folder })).exitCode).toBe(0);
  if (place !== 'kept') expect(git(folder, 'rev-list', '--count', REF)).toBe('1');
});

/** What is done to a store in a folder, and what `verify` says of which file. */
const DAMAGES: Readonly<Record<string, readonly [(run: string, root: string) => string, string]>> = {
  'a changed number': [
    (run) => (writeFileSync(run, readFileSync(run, 'utf8').replace('"value":[', '"value":[1,')), run),
    'it was changed: its digest is another',
  ],
  'a run cut short': [
    (run) => (writeFileSync(run, readFileSync(run, 'utf8').slice(0, 300)), run),
    'it is not JSON, and its end is missing',
  ],
  'an emptied run': [(run) => (writeFileSync(run, ''), run), 'it is empty'],
  'a FIFO': [(run) => (rmSync(run), execFileSync('mkfifo', [run]), run), 'it is not a file'],
  'a link': [(run) => (rmSync(run), symlinkSync('/dev/zero', run), run), 'it is not a file'],
  'a foreign file': [
    (_, root) => (writeFileSync(join(root, 'notes.txt'), ''), join(root, 'notes.txt')),
    'evenloop writes no file of this name',
  ],
  'a file of a killed writer': [
    (_, root) => (writeFileSync(join(root, 'runs', '.7-ab.tmp'), ''), join(root, 'runs', '.7-ab.tmp')),
    'a writer that is at work or was killed left it',
  ],
  'a removed suite': [
    (run, root) => (rmSync(join(root, 'suites'), { recursive: true }), run),
    'is missing or damaged',
  ],
};

test.each(Object.entries(DAMAGES))('%s is found by name', async (_, [damage, reason]) => {
  const folder = newFolder();
  const root = join(folder, 'kept');
  await callBuilt(['store', 'add', ...writeRuns(newFolder(), 2), '--store', root], { folder });
  const [run = ''] = readdirSync(join(root, 'runs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => join(root, 'runs', path));
  const path = damage(run, root).slice(root.length + 1);
  const { exitCode, stderr } = await callBuilt(['store', 'verify', '--store', root], { folder });
  expect([exitCode, stderr]).toEqual([13, expect.stringContaining(`${path}: `)]);
  expect(stderr).toContain(reason);
  // The others are there all the same.
  const listed = await callBuilt(['store', 'list', '--store', root], { folder });
  expect(listed.exitCode).toBe(0);
});

test('a changed file under the ref is found by name, and one that is no file', async () => {
  const { folder, runs } = repositoryWithRuns(2);
  await callBuilt(['store', 'add', ...runs], { folder });
  const [path = ''] = git(folder, 'ls-tree', '-r', '--name-only', REF, 'runs/').split('\n');
  const text = `${git(folder, 'show', `${REF}:${path}`).replace('"value":[', '"value":[1,')}\n`;
  const stream = [
    `commit ${REF}\ncommitter n <e@localhost> 1 +0000\ndata 1\nx`,
    `from ${REF}^0`,
    `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}`,
    'M 120000 inline runs/link\ndata 9\n/dev/zero',
    'done\n',
  ].join('\n');
  execFileSync('git', ['fast-import', '--quiet', '--done'], { cwd: folder, input: stream });
  const { exitCode, stderr } = await callBuilt(['store', 'verify'], { folder });
  expect(exitCode).toBe(13);
  expect(stderr).toContain(`${path}: it was changed: its digest is another`);
  expect(stderr).toContain('runs/link: evenloop writes no file of this name');
});

test('index, work tree and hooks are left alone, and variables of a surrounding hook are not obeyed', async () => {
  const { folder, runs } = repositoryWithRuns(1);
  const hook = join(folder, '.git', 'hooks', 'reference-transaction');
  writeFileSync(hook, `#!/bin/sh\ntouch '${folder}/hooked'\n`);
  chmodSync(hook, 0o755);
  const other = repositoryWithRuns(1).folder;
  writeFileSync(join(folder, 'a'), 'changed and not added');
  const state = (): readonly unknown[] => [
    git(folder, 'status', '--porcelain'),
    readFileSync(join(folder, '.git', 'index')).toString('base64'),
    git(folder, 'rev-parse', 'HEAD'),
  ];
  // The hook runs for this one, so it would for ours.
  git(folder, 'update-ref', 'refs/tried', 'HEAD');
  expect(existsSync(join(folder, 'hooked'))).toBe(true);
  rmSync(join(folder, 'hooked'));
  const before = state();
  const surrounding = {
    GIT_DIR: join(other, '.git'),
    GIT_WORK_TREE: other,
    GIT_INDEX_FILE: join(other, '.git', 'index'),
    GIT_OBJECT_DIRECTORY: join(other, '.git', 'objects'),
  };
  execFileSync(process.execPath, [MAIN, 'store', 'add', runs[0] ?? ''], {
    cwd: folder,
    env: { ...process.env, ...surrounding },
  });
  expect(existsSync(join(folder, 'hooked'))).toBe(false);
  expect(state()).toEqual(before);
  expect(git(folder, 'rev-list', '--count', REF)).toBe('1');
  expect(git(other, 'for-each-ref', REF)).toBe('');
});

test('a clone does not bring the store along, and a shallow one says how to fetch it', async () => {
  const { folder, runs } = repositoryWithRuns(1);
  await callBuilt(['store', 'add', ...runs], { folder });
  const [whole, shallow] = [join(newFolder(), 'clone'), join(newFolder(), 'clone')];
  git(folder, 'clone', '--quiet', '--no-local', folder, whole);
  git(folder, 'clone', '--quiet', '--depth=1', `file://${folder}`, shallow);
  expect(git(whole, 'count-objects', '-v')).toContain('in-pack: 3');
  const told = await callBuilt(['store', 'list'], { folder: whole });
  expect([told.exitCode, told.stderr]).toEqual([
    2,
    expect.stringContaining('A clone does not bring it along.'),
  ]);
  expect(told.stderr).toContain(`git fetch origin ${REF}:${REF}`);
  const of = await callBuilt(['store', 'list'], { folder: shallow });
  expect(of.stderr).toContain('A clone, and this shallow one too, does not bring it along.');
  git(shallow, 'fetch', '--quiet', '--depth=1', 'origin', `${REF}:${REF}`);
  expect(await listOf(shallow, `git:${REF}`)).toEqual(['run-0000']);
});

test('outside of a repository, and without git, it says so', async () => {
  const folder = newFolder();
  const [run = ''] = writeRuns(newFolder(), 1);
  const outside = await callBuilt(['store', 'add', run], { folder });
  expect([outside.exitCode, outside.stderr]).toEqual([2, expect.stringContaining('error EL3101: ')]);
  expect(outside.stderr).toContain('this folder is in no git repository');
  expect(outside.stderr).toContain('--store <folder>');
  const without = await new Promise<string>((resolve) => {
    const child = spawn(process.execPath, [MAIN, 'store', 'list'], { cwd: folder, env: { PATH: folder } });
    let said = '';
    child.stderr.on('data', (chunk) => void (said += String(chunk)));
    child.on('close', () => resolve(said));
  });
  expect(without).toContain('git could not be started');
});

test.each([
  [['lst'], 'EL1003', 'Did you mean "list"?'],
  [['show'], 'EL1004', 'Give one, or latest.'],
  [['show', 'nope', '--store', 'kept'], 'EL3101', 'there is nothing'],
  [['gc'], 'EL1004', 'Give --keep-days <n>.'],
  [['list', '--apply'], 'EL1004', 'Give it with gc'],
  [['list', 'x'], 'EL1004', 'list takes no names'],
  [['list', '--store', 'git:refs/heads/main'], 'EL1004', 'refs/evenloop/<name>'],
  [['list', '--store', '.'], 'EL3101', 'it has other files and no format.json'],
  [['add', 'missing', '--store', 'kept'], 'EL1005', 'results.json'],
])('store %j ends with code 2 and says what to do', async (args, code, next) => {
  const { folder } = repositoryWithRuns(0);
  const { exitCode, stderr, stdout } = await callBuilt(['store', ...args], { folder });
  expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(`error ${code}: `)]);
  expect(stderr).toContain(next);
});

test('names that act on a terminal are shown and act on nothing', async () => {
  const folder = newFolder();
  const [sample] = sampleRuns(1, 1);
  if (sample === undefined) throw new Error('there is a sample');
  const paths = HOSTILE_TEXTS.filter((_, i) => i % 25 === 0).map((text, i) => {
    const path = join(folder, `${i}.json`);
    const startedAt = new Date(Date.UTC(2026, 1, 1) + i * 1000).toISOString();
    writeFileSync(path, JSON.stringify({ ...sample, run: { ...sample.run, id: `${text}${i}`, startedAt } }));
    return path;
  });
  const added = await callBuilt(['store', 'add', ...paths, '--store', 'kept'], { folder });
  const listed = await callBuilt(['store', 'list', '--wide', '--store', 'kept'], { folder });
  const shown = await callBuilt(['store', 'show', 'latest', '--store', 'kept'], { folder });
  for (const { exitCode, stdout } of [added, listed, shown]) {
    expect(exitCode).toBe(0);
    expect(actingInLog(stdout, /^$/g)).toBeNull();
  }
  expect(await listOf(folder, 'kept')).toHaveLength(paths.length);
});

test('a store below a folder that nobody may write to is refused with the reason', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'kept'));
  const [run = ''] = writeRuns(newFolder(), 1);
  const { exitCode, stderr } = await callBuilt(['store', 'add', run, '--store', 'file/kept'], { folder });
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/error EL3(001|101): /)]);
});
