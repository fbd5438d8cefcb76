// A divergence from its finding to its end: bundle, replay, the smallest counterexample, and what is said of bundles that are none.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WireLine } from '../contract/wire.ts';
import { readResults } from '../store/results-file.ts';
import { breakPackage } from './testing/broken-package.ts';
import type { BrokenPackage } from './testing/broken-package.ts';
import { callBuilt } from './testing/call-built.ts';
import { callCli } from './testing/call-cli.ts';
import { runCli, startCli } from './testing/run-cli.ts';
import type { CliEnd } from './testing/run-cli.ts';

/** The third timer of `timers.deadlines` comes too late: it takes four to see that another one overtakes it. */
const THIRD_COMES_LATE = {
  file: 'scenarios/timers/deadlines/promises.js',
  from: 'setTimeout(resolve, remainingMs(dueNs, now()))',
  to: 'setTimeout(resolve, remainingMs(dueNs, now()) + (id === 2 ? 17 : 0))',
};
const THIRD_ROUND_TELLS_ANOTHER_PERIOD = {
  file: 'scenarios/timers/sleep_loop/promises.js',
  from: 'emit(fire, 0, id, periodUs);',
  to: 'emit(fire, 0, id, periodUs + (kit.round === 2 ? 1 : 0));',
};
const ONE_TICK_TOO_MANY = {
  file: 'scenarios/timers/sleep_loop/callbacks.js',
  from: 'emit(fire, 0, id++, periodUs);',
  to: 'emit(fire, 0, id++, periodUs); if (id === ticks) emit(fire, 0, ticks, periodUs);',
};
const CELL = ['--scenario', 'timers.deadlines', '--subject', 'node/promises', '--seed', '5'];

const OTHERS = [
  '--scenario',
  'timers.sleep_loop',
  '--subject',
  'node/promises,node/callbacks',
  '--seed',
  '5',
];

const REPETITIONS = ['run', '--profile', 'quick', '--repetitions', '2', '--shrink'];

/** What a command of the broken package left, and how it ended. */
interface Diverged extends CliEnd {
  readonly run: string;
}
let broken: BrokenPackage;
let checked: Diverged;
let others: Diverged;
let shrunk: Diverged;
const kept = mkdtempSync(join(tmpdir(), 'evenloop-diverged-'));

/** Two checks and one run for all tests: each of them works on a copy of what they left. */
beforeAll(async () => {
  broken = breakPackage(THIRD_COMES_LATE, THIRD_ROUND_TELLS_ANOTHER_PERIOD, ONE_TICK_TOO_MANY);
  const [check, other, run] = [join(kept, 'check'), join(kept, 'others'), join(kept, 'run')];
  const [ofCheck, ofOthers, ofRun] = await Promise.all([
    runCli(['check', ...CELL, '--out', check], {}, broken.main),
    runCli(['check', ...OTHERS, '--out', other], {}, broken.main),
    runCli([...REPETITIONS, ...CELL, '--out', run], {}, broken.main),
  ]);
  checked = { ...ofCheck, run: check };
  others = { ...ofOthers, run: other };
  shrunk = { ...ofRun, run };
});
afterAll(() => {
  broken?.remove();
  rmSync(kept, { recursive: true, force: true });
});

/** A folder with what that run left, and its first bundle, which a test may damage. */
function copyOf({ run }: Diverged) {
  const copy = mkdtempSync(join(tmpdir(), 'evenloop-replay-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(run, copy, { recursive: true });
  const [first = ''] = readdirSync(join(copy, 'bundles')).sort();
  return { run: copy, bundle: join(copy, 'bundles', first) };
}

function wireOf(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line): unknown => JSON.parse(line));
}

/** What was found of one style of `timers.sleep_loop`. */
function otherCell(subject: string) {
  expect(others.exitCode).toBe(10);
  const stored = readResults(join(others.run, 'results.json'));
  const cells = stored.ok ? stored.value.cells : [];
  return cells.find((cell) => cell.subject === subject);
}

test('a divergence is kept as a bundle, judged again from it, and run again until it is mended', async () => {
  expect([checked.exitCode, checked.stderr]).toEqual([
    10,
    expect.stringContaining('replay: evenloop replay '),
  ]);
  const { run, bundle } = copyOf(checked);
  const stored = readResults(join(run, 'results.json'));
  const [finding] = stored.ok ? (stored.value.cells[0]?.findings ?? []) : [];
  expect(finding).toMatchObject({
    rule: 'T4',
    class: 'reordered',
    reproduce: 'evenloop check --scenario timers.deadlines --subject node/promises --seed 5',
  });
  expect(join(run, finding?.bundle ?? '')).toBe(bundle);

  const said = wireOf(join(bundle, 'wire.ndjson'));
  expect(said.filter((line) => !Value.Check(WireLine, line))).toEqual([]);
  expect(said).toContainEqual(
    expect.objectContaining({
      invocation: finding?.invocation,
      to: 'runner',
      message: expect.objectContaining({ kind: 'round', purpose: 'traced' }),
    }),
  );
  expect(said.at(-1)).toMatchObject({ to: 'harness', message: { kind: 'finished' } });

  const again = await callCli(['replay', bundle]);
  expect(again.exitCode).toBe(10);
  expect(again.stdout).toContain('T4 reordered');
  expect(again.stdout).toContain('Still divergent when judged again: T4 broken.');

  const waiting = startCli(['replay', bundle, '--run', '--wait', '--json'], {}, broken.main);
  await waiting.said(/Press Enter/);
  waiting.type('\n');
  const anew = await waiting.ended;
  expect(anew.exitCode).toBe(10);
  expect(JSON.parse(anew.stdout)).toMatchObject({
    diverges: true,
    rules: { before: ['T4'], now: ['T4'] },
    run: { outcome: 'ok' },
  });
  expect(anew.stderr).toMatch(/process \d+: .*main\.js/);

  const mended = await callBuilt(['replay', bundle, '--run', '--wire', 'said.ndjson']);
  expect(mended.exitCode).toBe(0);
  expect(mended.stdout).toContain('No longer divergent when run again; it had broken T4.');
  expect(wireOf(join(mended.directory, 'said.ndjson')).at(-1)).toMatchObject({
    message: { kind: 'finished' },
  });
  const alone = await callBuilt(['replay', bundle, '--wire', 'said.ndjson']);
  expect([alone.exitCode, alone.stderr]).toEqual([
    2,
    expect.stringContaining('--wire was given without --run'),
  ]);
});

test('the smallest counterexample has no more timers than it takes', async () => {
  expect(shrunk.exitCode).toBe(10);
  expect(shrunk.stdout).toContain('smallest: T4 with count 4, ');
  const { run } = copyOf(shrunk);
  const stored = readResults(join(run, 'results.json'));
  const smallest = stored.ok ? stored.value.cells[0]?.smallest : undefined;
  expect(smallest).toMatchObject({ rule: 'T4', params: { count: 4 }, finding: { rule: 'T4' } });
  const replayed = await callCli(['replay', join(run, smallest?.finding.bundle ?? '')]);
  expect([replayed.exitCode, replayed.stdout]).toEqual([10, expect.stringContaining('count 4')]);
});

test('a bundle is made smaller on request, and a listed or mended one is not', async () => {
  const { run } = copyOf(shrunk);
  const stored = readResults(join(run, 'results.json'));
  const [finding] = stored.ok ? (stored.value.cells[0]?.findings ?? []) : [];
  const bundle = join(run, finding?.bundle ?? '');
  const made = await runCli(['replay', bundle, '--shrink'], {}, broken.main);
  expect([made.exitCode, made.stdout]).toEqual([
    10,
    expect.stringMatching(/smallest: T4 with count 4, .*\nreplay: evenloop replay /),
  ]);
  const smaller = /evenloop replay (.*)/.exec(made.stdout)?.[1] ?? '';
  expect((await callCli(['replay', smaller])).stdout).toContain('count 4');
  // On a package whose workload is as it should be nothing smaller breaks anything.
  const mended = await callBuilt(['replay', bundle, '--shrink', '--json']);
  expect(JSON.parse(mended.stdout)).toMatchObject({ diverges: true, smallest: null });
});

test('what outlives a round has its bundle and its command too, and is found again in the bundle alone', async () => {
  const finding = otherCell('node/promises')?.findings.find(({ rule }) => rule === 'W6');
  expect(finding).toMatchObject({
    rule: 'W6',
    round: 2,
    reproduce: 'evenloop check --scenario timers.sleep_loop --subject node/promises --seed 5',
    bundle: expect.stringMatching(/^bundles\//),
  });
  const again = await callCli(['replay', join(others.run, finding?.bundle ?? '')]);
  expect([again.exitCode, again.stdout]).toEqual([10, expect.stringMatching(/Still divergent .*W6 broken/)]);
});

test('an event too many is a finding of its rule, not a recorder that is full', async () => {
  const cell = otherCell('node/callbacks');
  expect(cell).toMatchObject({ verdict: 'divergent', failures: [] });
  expect(cell?.findings[0]).toMatchObject({ class: 'extra', key: 0 });
  expect(cell?.findings.map(({ rule }) => rule)).not.toContain('W4');
});

test('a bundle that is damaged, stale or missing is told apart from one that no longer diverges: code 2', async () => {
  const { run, bundle } = copyOf(checked);
  const refused = async (path: string, code: string, cause: string): Promise<void> => {
    const { exitCode, stdout, stderr } = await callCli(['replay', path]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error ${code}: `);
    expect(stderr).toContain(cause);
  };
  await refused(join(run, 'nowhere'), 'EL1008', 'ENOENT');
  await refused(run, 'EL1008', `it has ${bundle}`);

  const file = join(bundle, 'bundle.json');
  const whole = readFileSync(file, 'utf8');
  const value = JSON.parse(whole) as { sha256: string; content: { contract: { version: number } } };
  value.content.contract.version++;
  value.sha256 = createHash('sha256').update(JSON.stringify(value.content)).digest('hex');
  writeFileSync(file, JSON.stringify(value));
  await refused(bundle, 'EL1009', 'recorded under version 2');

  writeFileSync(file, whole);
  truncateSync(join(bundle, 'events.evsg'), 50);
  await refused(bundle, 'EL1008', 'EL3002');
  truncateSync(file, 0);
  await refused(bundle, 'EL1008', 'its bundle.json is empty');
});
