// A scenario of a user's own, from its declaration to the comparison of two runs: in a project outside of this tree, in Node and in Python.
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readResults } from '../store/results-file.ts';
import { callBuilt } from './testing/call-built.ts';
import type { CalledHere } from './testing/call-built.ts';
import { edit, layOwnProject } from './testing/own-project.ts';

let home: string;
// A folder of its own for each test: what Node has loaded of a path it does not load again.
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'evenloop-own-')));
  layOwnProject(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const SHARED = 'scenarios/limits/shared';
const OWN = 'scenarios/limits/token_bucket';
const evenloop = async (...args: string[]): Promise<CalledHere> =>
  callBuilt([...args, '--scenarios', join(home, 'scenarios')]);
const out = (name: string): string => join(home, name);
const YOUNGEST_FIRST = ['popleft().set_result', 'pop().set_result'] as const;

test('it is whole, and what is missing is said', async () => {
  const whole = await evenloop('check', '--golden');
  expect([whole.exitCode, whole.stderr, whole.stdout]).toEqual([
    0,
    '',
    '1 scenario, 8 golden traces: each is whole, and each trace is judged as it says.',
  ]);
  rmSync(join(home, OWN, 'README.md'));
  rmSync(join(home, OWN, 'coroutines.py'));
  edit(home, `${OWN}/golden/reject.json`, '"rule": "Q2"', '"rule": "Q1"');
  const wanting = await evenloop('check', '--golden', '--json');
  const [{ gaps, workloads }] = JSON.parse(wanting.stdout).scenarios;
  expect([wanting.exitCode, workloads['node'], workloads['python']]).toEqual([2, ['promises'], []]);
  expect(gaps).toEqual([
    { file: 'README.md', text: 'is missing: it says in prose what the rules demand' },
    { file: 'golden/reject.json', text: 'too_soon is rejected by Q2 early 0, and not by Q1 early 0' },
    { file: 'coroutines', text: 'has no workload for python, and `styles` gives no reason' },
  ]);
});

test('the example of a new project is whole too', async () => {
  const starter = fileURLToPath(new URL('../../examples/starter/scenarios', import.meta.url));
  const { exitCode, stdout } = await callBuilt(['check', '--golden', '--scenarios', starter]);
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringMatching(/^1 scenario, \d+ golden traces: each is whole/),
  ]);
});

test('it is listed, explained and completed', async () => {
  const listed = await evenloop('list', 'scenarios', '--json');
  const entry = JSON.parse(listed.stdout).scenarios.at(-1);
  expect(entry).toMatchObject({ id: 'limits.token_bucket', folder: join(home, OWN) });
  const explained = await evenloop('explain', 'Q2');
  expect(explained.stdout).toContain('checked as `not-before` in limits.token_bucket');
  expect((await evenloop('completions', 'bash')).stdout).toContain('limits.token_bucket');
  writeFileSync(join(home, 'evenloop.config.json'), '{ "scenarios": ["scenarios"] }');
  const configured = await callBuilt(['explain', 'Q2'], { folder: home });
  expect(configured.stdout).toBe(explained.stdout);
  expect((await callBuilt(['explain', 'Q2', '--no-config'], { folder: home })).exitCode).toBe(2);
});

test('it is checked on both runtimes, and run: results say where it is from', async () => {
  const checked = await evenloop('check', '--scenario', 'limits');
  expect(checked.stdout).toContain('1 scenario × 2 subjects: all 2 cells are equivalent.');
  expect(checked.exitCode).toBe(0);
  const args = ['run', '--scenario', 'limits', '--profile', 'smoke', '--repetitions', '2'];
  expect((await evenloop(...args, '--out', out('before'))).exitCode).toBe(0);
  const before = readResults(out('before/results.json'));
  expect(before.ok && before.value.scenarios[0]?.origin).toMatchObject({
    root: join(home, 'scenarios'),
    folder: join(home, OWN),
  });
  edit(home, `${SHARED}/token_bucket.py`, 'the order in which they asked.', 'their order.');
  expect((await evenloop(...args, '--out', out('after'))).exitCode).toBe(0);
  const compared = await callBuilt(['compare', out('before'), out('after')]);
  expect(compared.stdout).toContain('limits.token_bucket changed in between: ../shared/token_bucket.py.');
});

test('a limiter that lets a later request pass first is found, replayed, and mended', async () => {
  edit(home, `${SHARED}/token_bucket.py`, ...YOUNGEST_FIRST);
  const broken = await evenloop('check', '--scenario', 'limits', '--out', out('broken'));
  expect(broken.exitCode).toBe(10);
  expect(broken.stdout).toContain('Q1');
  expect(broken.stdout.replaceAll('\n', ' ')).toContain(`--scenarios ${join(home, 'scenarios')}`);
  const [bundle = ''] = readdirSync(out('broken/bundles'));
  const replayed = await callBuilt(['replay', out(`broken/bundles/${bundle}`)]);
  expect([replayed.exitCode, replayed.stderr]).toEqual([10, '']);
  edit(home, `${SHARED}/token_bucket.py`, YOUNGEST_FIRST[1], YOUNGEST_FIRST[0]);
  const mended = await callBuilt(['replay', out(`broken/bundles/${bundle}`), '--run']);
  expect(mended.stderr).toContain('Changed since the bundle was written: ../shared/token_bucket.py.');
  expect(mended.stdout).toContain('No longer divergent when run again; it had broken Q1');
  expect(mended.exitCode).toBe(0);
  rmSync(join(home, 'scenarios'), { recursive: true });
  const gone = await callBuilt(['replay', out(`broken/bundles/${bundle}`)]);
  expect(gone.stderr).toContain(
    `its scenario limits.token_bucket came from ${join(home, 'scenarios')}, and --scenarios names no folder that has it`,
  );
  expect(gone.exitCode).toBe(2);
});

test('a broken declaration and a folder without scenarios are refused before anything runs', async () => {
  edit(home, `${OWN}/scenario.mjs`, "events: ['ask', 'pass']", "events: ['ask', 'passed']");
  const refused = await evenloop('check', '--scenario', 'limits');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('the rule Q1 names the unknown event passed; the alphabet has ask, pass');
  const empty = await callBuilt(['run', '--scenarios', join(home, OWN)]);
  expect(empty.stderr).toContain(`Name ${join(home, 'scenarios')} instead`);
  expect(readFileSync(join(home, OWN, 'README.md'), 'utf8')).toContain('Q1');
});
