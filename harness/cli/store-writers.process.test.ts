// Many processes that add to one store at once: none loses what it adds, and what two of them add is there once.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { git, repositoryWithRuns } from '../../reports/testing/run-repository.ts';
import { sampleRuns } from '../../reports/testing/sample-history.ts';
import { callBuilt } from './testing/call-built.ts';

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url));
const REF = 'refs/evenloop/runs';
const LONG_MS = 300_000;

/** `writers` processes at once; a quarter of the runs is added by two of them. */
async function manyWriters(place: string, writers: number): Promise<readonly string[]> {
  const twice = writers / 4;
  const { folder, runs } = repositoryWithRuns(writers - twice);
  const each = [...runs, ...runs.slice(0, twice)];
  const ends = await Promise.all(
    each.map(
      (run) =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, [MAIN, 'store', 'add', run, '--store', place], {
            cwd: folder,
          });
          let said = '';
          for (const stream of [child.stdout, child.stderr])
            stream.on('data', (chunk) => void (said += String(chunk)));
          child.on('close', (code) => resolve(`${code} ${said}`));
        }),
    ),
  );
  expect(ends.filter((end) => !end.startsWith('0 '))).toEqual([]);
  const said = (words: string): number => ends.filter((end) => end.includes(words)).length;
  expect([said('was added to'), said('was there already')]).toEqual([writers - twice, twice]);
  const verified = await callBuilt(['store', 'verify', '--store', place], { folder });
  expect([verified.exitCode, verified.stderr]).toEqual([0, '']);
  if (place !== 'kept') expect(git(folder, 'rev-list', '--count', REF)).toBe(String(writers - twice));
  const { stdout } = await callBuilt(['store', 'list', '--json', '--store', place], { folder });
  return (JSON.parse(stdout) as { readonly id: string }[]).map(({ id }) => id);
}

/** In a folder the file system alone keeps writers apart: fewer of them show it. */
test.each([
  [64, `git:${REF}`],
  [24, 'kept'],
] as const)(
  'of %i processes that add to %s at once none is lost, and none counts twice',
  { timeout: LONG_MS },
  async (writers, place) => {
    const ids = await manyWriters(place, writers);
    expect(ids).toEqual(sampleRuns(writers - writers / 4, writers).map(({ run }) => run.id));
  },
);
