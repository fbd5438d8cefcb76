// `evenloop conform` as a command: what it prints and how it ends, of runners that conform, that do not, and that are not there.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Conformance } from '../contract/conformance.ts';
import { WireLine } from '../contract/wire.ts';
import { fakeManifest, SOURCE_ROOT } from '../testing/fake-runtime.ts';
import { callBuilt } from './testing/call-built.ts';
import { layForeignRunner } from './testing/foreign-runners.ts';
import { layOwnProject } from './testing/own-project.ts';
import { startCli } from './testing/run-cli.ts';

/** A folder with the manifest of a runner that breaks one clause. */
const broken = (clause: string) => (directory: string) => {
  mkdirSync(join(directory, 'runner'));
  const manifest = {
    ...fakeManifest(),
    id: 'broken',
    title: 'A broken runner',
    args: [join(SOURCE_ROOT, 'harness/testing/broken-runner.mjs'), clause],
  };
  writeFileSync(join(directory, 'runner/runner.json'), JSON.stringify(manifest));
};

test('a runner that keeps the clause that is asked for ends with 0', async () => {
  const { exitCode, stdout } = await callBuilt(['conform', 'runner', '--only', 'c206', '--verbose'], {
    before: broken('none'),
  });
  expect(stdout).toContain('✓ C206 A second `hello` is refused as `bad-state`.');
  expect(stdout).toContain('A broken runner (broken) conforms: 1 of 1 clauses passed, 0 failed');
  expect(exitCode).toBe(0);
});

test('one that breaks it ends with 10, with request, answer, what was expected, who is to blame, and where to read', async () => {
  const { exitCode, stdout, survivors } = await callBuilt(
    ['conform', 'runner/runner.json', '--only', 'C206'],
    {
      before: broken('C206'),
    },
  );
  expect(stdout).toMatch(/✗ C206 .*\n +A second hello: it answered `ready`\./);
  expect(stdout).toMatch(/request +\{"kind":"hello","id":4/);
  expect(stdout).toMatch(/answer +\{"kind":"ready"/);
  expect(stdout).toContain('expected {"kind":"refused","id":4,"code":"bad-state"}');
  expect(stdout).toContain('to blame the runner');
  expect(stdout).toContain('docs/writing-a-runner.md, "States and messages"; evenloop explain C206');
  expect(stdout).toContain('does not conform: 0 of 1 clauses passed, 1 failed');
  expect(exitCode).toBe(10);
  expect(survivors).toEqual([]);
});

test('--json prints one document of the published schema, progress stays on stderr', async () => {
  const { exitCode, stdout, stderr } = await callBuilt(
    ['conform', 'runner', '--only', 'C106,C801', '--json'],
    {
      before: broken('C801'),
    },
  );
  const document: unknown = JSON.parse(stdout);
  expect(Value.Check(Conformance, document)).toBe(true);
  expect(document).toMatchObject({
    conforms: false,
    clauses: [
      { id: 'C106', status: 'passed' },
      { id: 'C801', status: 'failed', breachCount: 1 },
    ],
  });
  expect(stderr).toMatch(/^A broken runner [\d.]+, /);
  expect(stderr).toContain('the transcript');
  expect(exitCode).toBe(10);
});

test('--wire writes what was said, conversation by conversation and cell by cell', async () => {
  const { exitCode, directory } = await callBuilt(
    ['conform', 'runner', '--only', 'C206,C802', '--wire', 'said.ndjson'],
    {
      before: broken('none'),
    },
  );
  expect(exitCode).toBe(0);
  const lines = readFileSync(join(directory, 'said.ndjson'), 'utf8').trimEnd().split('\n');
  const said = lines.map((line): unknown => JSON.parse(line));
  expect(said.filter((line) => !Value.Check(WireLine, line))).toEqual([]);
  expect(said).toContainEqual(
    expect.objectContaining({ invocation: null, to: 'runner', text: 'nonsense', characters: 8 }),
  );
  expect(said).toContainEqual(
    expect.objectContaining({
      invocation: expect.stringContaining('sleep_loop'),
      to: 'harness',
      message: expect.objectContaining({ kind: 'rounded' }),
    }),
  );
});

test('a runner without a usable `ready` is a failed clause, and the others were not judged', async () => {
  const { exitCode, stdout } = await callBuilt(['conform', 'runner', '--only', 'C201,C206'], {
    before: broken('C201'),
  });
  expect(stdout).toMatch(/✗ C201/);
  expect(stdout).toMatch(/\? C206 .*\n +not judged: the runner gave no `ready` that can be used/);
  expect(exitCode).toBe(10);
});

test('no manifest, an unknown clause and an absent interpreter are told before anything runs', async () => {
  const nowhere = await callBuilt(['conform', 'nowhere']);
  expect(nowhere.stderr).toContain('There is no runner "nowhere"');
  expect(nowhere.stderr).toContain('one of node, python');
  expect(nowhere.exitCode).toBe(2);
  const clause = await callBuilt(['conform', 'runner', '--only', 'C999'], { before: broken('none') });
  expect(clause.stderr).toContain('There is no clause "C999".');
  expect(clause.exitCode).toBe(2);
  const absent = await callBuilt(['conform', 'runner'], {
    before(directory) {
      broken('none')(directory);
      const manifest = fakeManifest();
      const interpreter = { ...manifest.interpreter, names: ['no-such-interpreter'], places: [] };
      writeFileSync(join(directory, 'runner/runner.json'), JSON.stringify({ ...manifest, interpreter }));
    },
  });
  expect(absent.stderr).toContain('EL2001');
  expect(absent.exitCode).toBe(3);
});

/** A project whose config names a runner, a subject and a folder with a scenario. */
function project(directory: string): void {
  layOwnProject(directory);
  layForeignRunner(join(directory, 'runners/gopher'), 'gopher');
  const config = {
    runners: ['runners/gopher'],
    scenarios: ['scenarios'],
    subjects: [{ id: 'flag', runner: 'node', args: ['--no-opt'] }],
  };
  writeFileSync(join(directory, 'evenloop.config.json'), JSON.stringify(config));
}

test('the id of a runner or a subject of the config is judged, and a mistyped one is answered with the nearest', async () => {
  const runner = await callBuilt(['conform', 'gopher', '--only', 'C201'], { before: project });
  expect([runner.exitCode, runner.stdout]).toEqual([
    0,
    expect.stringContaining('the runner gopher (gopher) conforms: 1 of 1'),
  ]);
  const subject = await callBuilt(['conform', 'flag', '--only', 'C201,C202'], { before: project });
  expect([subject.exitCode, subject.stdout]).toEqual([0, expect.stringContaining('(node) conforms: 2 of 2')]);
  const none = await callBuilt(['conform', 'gofer'], { before: project });
  expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('Did you mean "gopher"?')]);
  const without = await callBuilt(['conform', 'gopher', '--no-config'], { before: project });
  expect([without.exitCode, without.stderr]).toEqual([2, expect.stringContaining('no runner "gopher"')]);
});

test('scenarios of the config are played, too', async () => {
  const before = (directory: string): void => {
    project(directory);
    layForeignRunner(join(directory, 'runners/gopher'), 'gopher', ['limits.token_bucket']);
  };
  const asked = ['--only', 'C802', '--json'];
  const judged = async (...args: string[]): Promise<Conformance> =>
    Value.Parse(
      Conformance,
      JSON.parse((await callBuilt(['conform', ...args, ...asked], { before })).stdout),
    );
  const played = await judged('gopher');
  expect(played.cells.map(({ scenario }) => scenario)).toEqual(['limits.token_bucket']);
  expect(played.unknownScenarios).toEqual([]);
  const alone = await judged('runners/gopher', '--no-config');
  expect([alone.cells, alone.unknownScenarios]).toEqual([[], ['limits.token_bucket']]);
});

test('Ctrl-C ends it with 130, with what was judged so far and no process left', async () => {
  const cli = startCli(['conform', 'node', '--json']);
  await cli.said(/the transcript/);
  cli.signal('SIGINT');
  const { exitCode, stdout } = await cli.ended;
  expect(exitCode).toBe(130);
  const { clauses } = Value.Parse(Conformance, JSON.parse(stdout));
  expect(clauses.find(({ id }) => id === 'C803')).toMatchObject({
    status: 'not-judged',
    reason: 'interrupted',
  });
  expect(cli.survivors()).toEqual([]);
});

test('check --wire writes the probe and every invocation; a file that cannot be made is told before anything runs', async () => {
  const cell = ['check', '--scenario', 'timers.sleep_loop', '--subject', 'node/promises'];
  const { exitCode, directory } = await callBuilt([...cell, '--wire', 'said.ndjson']);
  expect(exitCode).toBe(0);
  const lines = readFileSync(join(directory, 'said.ndjson'), 'utf8').trimEnd().split('\n');
  const said = Value.Parse(
    Type.Array(WireLine),
    lines.map((line): unknown => JSON.parse(line)),
  );
  const invocations = new Set(said.map((line) => ('invocation' in line ? line.invocation : undefined)));
  // The header has none; the probe is of no invocation; each cell is run by two processes.
  expect([...invocations].map((id) => id ?? String(id)).sort()).toEqual([
    expect.stringMatching(/sleep_loop/),
    expect.stringMatching(/sleep_loop/),
    'null',
    'undefined',
  ]);
  const times = said.flatMap((line) => ('ns' in line ? [line.ns] : []));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const refused = await callBuilt([...cell, '--wire', '/proc/nowhere/said.ndjson']);
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('EL3001')]);
});
