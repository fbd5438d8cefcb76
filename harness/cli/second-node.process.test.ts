// A config with a Node flag, a variable, a second version of Node and the Python of a virtual environment: four rows, each as it was started, and what two such runs differ in.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { findRuntimes } from '../orchestrate/prepare/find-runtimes.ts';
import { callBuilt } from './testing/call-built.ts';
import type { CalledHere } from './testing/call-built.ts';

/** In CI it must be there: `npm run setup:runtimes -- --only node-24` installs it. */
const IS_WANTED = (process.env['EVENLOOP_TEST_RUNTIMES'] ?? '').split(',').includes('node-24');
const RUNS_MS = 120_000;

const { runtimes } = await findRuntimes(findPackage().root, ['*']);
const python = runtimes.find(({ id }) => id === 'python');
const second = runtimes.find(({ runner, version }) => runner === 'node' && version.startsWith('24.'));

let project = '';
beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'evenloop-second-')));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** The second run has another flag, another value, no second version, and one argument less left out. */
function writeConfig(name: string, heap: number, threads: number, node: object, python: object): void {
  const subjects = [
    { id: 'flag', runner: 'node', args: [`--max-old-space-size=${heap}`] },
    { id: 'variable', runner: 'node', environment: { UV_THREADPOOL_SIZE: String(threads) } },
    { id: 'second', runner: 'node', title: 'Node.js, a second version', ...node },
    { id: 'venv', runner: 'python', executable: '.venv/bin/python', ...python },
  ];
  writeFileSync(join(project, name), JSON.stringify({ subjects, reference: 'flag' }));
}

async function ran(name: string): Promise<RunResult> {
  const asked = ['--profile', 'smoke', '--scenario', 'timers.sleep_loop', '--progress', 'none'];
  const subjects = ['--subject', 'flag,variable,second,venv'];
  const config = ['--config', `${name}.json`, '--out', name];
  const { exitCode, stderr } = await here('run', ...asked, ...subjects, ...config);
  expect([exitCode, stderr]).toEqual([0, expect.not.stringMatching(/\bEL\d{4}\b/u)]);
  return JSON.parse(readFileSync(join(project, name, 'results.json'), 'utf8')) as RunResult;
}

const here = (...args: readonly string[]): Promise<CalledHere> => callBuilt(args, { folder: project });

if (second === undefined || python === undefined) {
  const why =
    'Node.js 24 was not found beside Python. `npm run setup:runtimes -- --only node-24` installs it.';
  if (IS_WANTED) test('a second version of Node is on this machine', () => expect.fail(why));
  else test.skip(why);
} else {
  describe(`Node.js ${second.version} beside ${process.versions.node}`, () => {
    test(
      'each is a row and says how it was started, and two such runs say in what they differ',
      async () => {
        execFileSync(python.executable, ['-m', 'venv', '--without-pip', join(project, '.venv')]);
        writeConfig('one.json', 200, 2, { version: '>=24 <25' }, { withoutArgs: ['-S'] });
        writeConfig('two.json', 300, 8, { executable: process.execPath }, {});
        const one = await ran('one');
        expect(
          one.cells.filter(({ side }) => side === 'head').map((cell) => [cell.subject, cell.verdict]),
        ).toEqual(
          ['flag/promises', 'variable/promises', 'second/promises', 'venv/coroutines'].map((id) => [
            id,
            'equivalent',
          ]),
        );
        expect(one.comparisons.map(({ reference }) => reference)).toEqual(
          one.comparisons.map(() => 'flag/promises'),
        );
        const started = one.runtimes.map(({ id, version, executable, startedWith }) =>
          Object.assign({ id, version, executable }, startedWith),
        );
        expect(started).toMatchObject([
          { id: 'flag', args: ['--max-old-space-size=200'] },
          { id: 'variable', environment: { UV_THREADPOOL_SIZE: '2' } },
          { id: 'second', version: second.version, executable: second.executable },
          { id: 'venv', executable: join(project, '.venv/bin/python'), withoutArgs: ['-S'] },
        ]);
        await ran('two');
        const compared = await here('compare', 'one', 'two', '--json');
        const { starts } = JSON.parse(compared.stdout) as { readonly starts: readonly object[] };
        const node =
          process.versions.node === second.version
            ? []
            : [
                { runtime: 'second', what: 'version', base: second.version, head: process.versions.node },
                {
                  runtime: 'second',
                  what: 'executable',
                  base: second.executable,
                  head: realpathSync(process.execPath),
                },
              ];
        expect(starts).toEqual([
          {
            runtime: 'flag',
            what: 'arguments',
            base: '--max-old-space-size=200',
            head: '--max-old-space-size=300',
          },
          {
            runtime: 'variable',
            what: 'UV_THREADPOOL_SIZE',
            base: 'UV_THREADPOOL_SIZE=2',
            head: 'UV_THREADPOOL_SIZE=8',
          },
          ...node,
          { runtime: 'venv', what: 'arguments left out', base: '-S', head: null },
        ]);
        const told = (await here('compare', 'one', 'two')).stdout;
        expect(told).toContain(
          'flag started differently: arguments --max-old-space-size=200 and --max-old-space-size=300',
        );
        expect(told).toContain('variable started differently: UV_THREADPOOL_SIZE UV_THREADPOOL_SIZE=2');
        expect(told).toContain('venv started differently: arguments left out -S and none');
      },
      RUNS_MS,
    );
  });
}
