// Two writers of one ref, in the order that a race would need: who comes second finds what the first one did.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git as run, repositoryWithRuns } from '../../reports/testing/run-repository.ts';
import { gitEnvironment } from '../files/quiet-git.ts';
import { FORMAT_PATH, FORMAT_TEXT } from './archive-files.ts';
import type { ArchiveBackend } from './backend.ts';
import { openGitRef } from './git-backend.ts';
import { gitIn } from './git-command.ts';
import type { Git } from './git-command.ts';

const REF = 'refs/evenloop/runs';
const FILES = [
  [FORMAT_PATH, FORMAT_TEXT],
  ['runs/2026/01/01/0123456789abcdef.json', '{"a":1}\n'],
] as const;
const OTHER = ['runs/2026/01/01/fedcba9876543210.json', '{"a":2}\n'] as const;

const open = (folder: string, git: Git = gitIn(folder, process.env), now = (): number => 1_700_000_000_000) =>
  openGitRef({ ref: REF, git, now, random: () => Math.random() }, 'add');

/** `meanwhile` happens after the writer has looked at the ref, and before it moves it for the first time. */
async function overtaken(folder: string, meanwhile: (first: ArchiveBackend) => Promise<unknown>) {
  const first = await open(folder);
  const plain = gitIn(folder, process.env);
  let moved = 0;
  const second = await open(folder, async (args, input) => {
    if (args[0] === 'fast-import' && moved++ === 0) await meanwhile(first);
    return plain(args, input);
  });
  return { second, attempts: () => moved };
}

const pathsIn = (folder: string): string[] => run(folder, 'ls-tree', '-r', '--name-only', REF).split('\n');

test('a writer that was overtaken by another run adds its own after it, and neither is lost', async () => {
  const { folder } = repositoryWithRuns(0);
  const { second, attempts } = await overtaken(folder, (first) => first.add([FILES[0], OTHER]));
  expect(await second.add(FILES)).toEqual({ kind: 'added' });
  expect(attempts()).toBe(2);
  expect(pathsIn(folder)).toEqual([FILES[0][0], FILES[1][0], OTHER[0]]);
  expect(run(folder, 'rev-list', '--count', REF)).toBe('2');
});

test('a writer that was overtaken by the same run says that it is there', async () => {
  const { folder } = repositoryWithRuns(0);
  const { second } = await overtaken(folder, (first) => first.add(FILES));
  expect(await second.add(FILES)).toEqual({ kind: 'present' });
  expect(run(folder, 'rev-list', '--count', REF)).toBe('1');
});

test('a writer that was overtaken by other numbers of its run is told', async () => {
  const { folder } = repositoryWithRuns(0);
  const { second } = await overtaken(folder, (first) => first.add([FILES[0], [FILES[1][0], '{"a":3}\n']]));
  expect(await second.add(FILES)).toEqual({ kind: 'conflict', path: FILES[1][0] });
});

test('what is added while another one removes stays', async () => {
  const { folder } = repositoryWithRuns(0);
  await (await open(folder)).add([FILES[0], OTHER]);
  const { second } = await overtaken(folder, (first) => first.remove([OTHER[0]]));
  expect(await second.add(FILES)).toEqual({ kind: 'added' });
  expect(pathsIn(folder)).toEqual([FILES[0][0], FILES[1][0]]);
  const { second: third } = await overtaken(folder, (first) => first.add([OTHER]));
  await third.remove([FILES[1][0]]);
  expect(pathsIn(folder)).toEqual([FILES[0][0], OTHER[0]]);
  expect(run(folder, 'for-each-ref', '--format=%(refname)', 'refs/evenloop')).toBe(REF);
});

test('a lock that a killed git left is named, after a while', async () => {
  const { folder } = repositoryWithRuns(0);
  await (await open(folder)).add([FILES[0], OTHER]);
  writeFileSync(join(folder, '.git', `${REF}.lock`), '');
  let hours = 0;
  const store = await open(folder, gitIn(folder, process.env), () => hours++ * 3_600_000);
  await expect(store.add(FILES)).rejects.toMatchObject({
    failure: { code: 'EL3001', evidence: expect.arrayContaining([expect.stringContaining(`${REF}.lock`)]) },
  });
});

test('git sees no variable of a surrounding git, and speaks English', () => {
  const seen = gitEnvironment({
    PATH: '/bin',
    GIT_DIR: 'x',
    GIT_INDEX_FILE: 'y',
    LC_MESSAGES: 'de',
    LANGUAGE: 'de',
  });
  expect(seen).toEqual({ PATH: '/bin', LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' });
});
