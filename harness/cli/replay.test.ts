// A divergence from its finding to its end: bundle, replay, the smallest counterexample, and what is said of bundles that are none.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readResults } from '../store/results-file.ts';
import { breakPackage } from './testing/broken-package.ts';
import { runCli, startCli } from './testing/run-cli.ts';

/** The third timer of `timers.deadlines` comes too late: it takes four to see that another one overtakes it. */
const THIRD_COMES_LATE = {
  file: 'scenarios/timers/deadlines/promises.js',
  from: 'await sleep(remainingMs(dueNs, now()), undefined, { signal });',
  to: 'await sleep(remainingMs(dueNs, now()) + (id === 2 ? 17 : 0), undefined, { signal });',
};
const CELL = ['--scenario', 'timers.deadlines', '--subject', 'node/promises', '--seed', '5', '--out', 'here'];

/** A check of the broken package: the folder of its run and of its first bundle. */
async function divergence(main: string) {
  const cli = startCli(['check', ...CELL], {}, main);
  const { exitCode, stderr } = await cli.ended;
  expect([exitCode, stderr]).toEqual([10, expect.stringContaining('replay: evenloop replay ')]);
  const run = join(cli.directory, 'here');
  const [first = ''] = readdirSync(join(run, 'bundles')).sort();
  return { run, bundle: join(run, 'bundles', first) };
}

test('a divergence is kept as a bundle, judged again from it, and run again until it is mended', async () => {
  const broken = breakPackage(THIRD_COMES_LATE);
  const { run, bundle } = await divergence(broken);
  const stored = readResults(join(run, 'results.json'));
  const [finding] = stored.ok ? (stored.value.cells[0]?.findings ?? []) : [];
  expect(finding).toMatchObject({
    rule: 'T4',
    class: 'reordered',
    reproduce: 'evenloop check --scenario timers.deadlines --subject node/promises --seed 5',
  });
  expect(join(run, finding?.bundle ?? '')).toBe(bundle);

  const again = await runCli(['replay', bundle]);
  expect(again.exitCode).toBe(10);
  expect(again.stdout).toContain('T4 reordered');
  expect(again.stdout).toContain('Still divergent when judged again: T4 broken.');

  const waiting = startCli(['replay', bundle, '--run', '--wait', '--json'], {}, broken);
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

  const mended = await runCli(['replay', bundle, '--run']);
  expect(mended.exitCode).toBe(0);
  expect(mended.stdout).toContain('No longer divergent when run again; it had broken T4.');
});

test('the smallest counterexample has no more timers than it takes', async () => {
  const broken = breakPackage(THIRD_COMES_LATE);
  const run = ['run', '--profile', 'quick', '--units', '2', '--shrink', ...CELL];
  const cli = startCli(run, {}, broken);
  const { exitCode, stdout } = await cli.ended;
  expect(exitCode).toBe(10);
  expect(stdout).toContain('smallest: T4 with count 4, ');
  const stored = readResults(join(cli.directory, 'here', 'results.json'));
  const smallest = stored.ok ? stored.value.cells[0]?.smallest : undefined;
  expect(smallest).toMatchObject({ rule: 'T4', params: { count: 4 }, finding: { rule: 'T4' } });
  const replayed = await runCli(['replay', join(cli.directory, 'here', smallest?.finding.bundle ?? '')]);
  expect([replayed.exitCode, replayed.stdout]).toEqual([10, expect.stringContaining('count 4')]);
});

test('a bundle is made smaller on request, and a listed or mended one is not', async () => {
  const broken = breakPackage(THIRD_COMES_LATE);
  const cli = startCli(['run', '--profile', 'quick', '--units', '2', ...CELL], {}, broken);
  expect((await cli.ended).exitCode).toBe(10);
  const bundles = join(cli.directory, 'here', 'bundles');
  const bundle = join(bundles, readdirSync(bundles).sort()[0] ?? '');
  const shrunk = await startCli(['replay', bundle, '--shrink'], {}, broken).ended;
  expect([shrunk.exitCode, shrunk.stdout]).toEqual([
    10,
    expect.stringMatching(/smallest: T4 with count 4, .*\nreplay: evenloop replay /),
  ]);
  const smaller = /evenloop replay (.*)/.exec(shrunk.stdout)?.[1] ?? '';
  expect((await runCli(['replay', smaller])).stdout).toContain('count 4');
  // On a package whose workload is as it should be nothing smaller breaks anything.
  const mended = await runCli(['replay', bundle, '--shrink', '--json']);
  expect(JSON.parse(mended.stdout)).toMatchObject({ diverges: true, smallest: null });
});

test('what outlives a round has its bundle and its command too, and is found again in the bundle alone', async () => {
  const broken = breakPackage({
    file: 'scenarios/timers/sleep_loop/promises.js',
    from: 'emit(fire, 0, id, periodUs);',
    to: 'emit(fire, 0, id, periodUs + (kit.round === 2 ? 1 : 0));',
  });
  const what = ['--scenario', 'timers.sleep_loop', '--subject', 'node/promises', '--seed', '5'];
  const cli = startCli(['check', ...what, '--rule', 'W6', '--out', 'here'], {}, broken);
  expect((await cli.ended).exitCode).toBe(10);
  const stored = readResults(join(cli.directory, 'here', 'results.json'));
  const [finding] = stored.ok ? (stored.value.cells[0]?.findings ?? []) : [];
  expect(finding).toMatchObject({
    rule: 'W6',
    round: 2,
    reproduce: `evenloop check ${what.join(' ')}`,
    bundle: expect.stringMatching(/^bundles\//),
  });
  const again = await runCli(['replay', join(cli.directory, 'here', finding?.bundle ?? '')]);
  expect([again.exitCode, again.stdout]).toEqual([10, expect.stringMatching(/Still divergent .*W6 broken/)]);
});

test('an event too many is a finding of its rule, not a recorder that is full', async () => {
  const broken = breakPackage({
    file: 'scenarios/timers/sleep_loop/promises.js',
    from: 'emit(fire, 0, id, periodUs);',
    to: 'emit(fire, 0, id, periodUs); if (id === ticks - 1) emit(fire, 0, ticks, periodUs);',
  });
  const what = ['--scenario', 'timers.sleep_loop', '--subject', 'node/promises', '--out', 'here'];
  const cli = startCli(['check', ...what], {}, broken);
  expect((await cli.ended).exitCode).toBe(10);
  const stored = readResults(join(cli.directory, 'here', 'results.json'));
  const [cell] = stored.ok ? stored.value.cells : [];
  expect(cell).toMatchObject({ verdict: 'divergent', failures: [] });
  expect(cell?.findings[0]).toMatchObject({ class: 'extra', key: 0 });
  expect(cell?.findings.map(({ rule }) => rule)).not.toContain('W4');
});

test('a bundle that is damaged, stale or missing is told apart from one that no longer diverges: code 2', async () => {
  const { run, bundle } = await divergence(breakPackage(THIRD_COMES_LATE));
  const refused = async (path: string, code: string, cause: string): Promise<void> => {
    const { exitCode, stdout, stderr } = await runCli(['replay', path]);
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

test('--wait without --run is refused', async () => {
  const { exitCode, stderr } = await runCli(['replay', 'somewhere', '--wait']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('error EL1004: ')]);
});

test('explain answers for rules and codes, and offers the nearest name', async () => {
  const rule = await runCli(['explain', 'T4']);
  expect([rule.exitCode, rule.stdout]).toEqual([0, expect.stringContaining('in timers.deadlines')]);
  const code = await runCli(['explain', 'el2004', '--json']);
  expect(JSON.parse(code.stdout)).toMatchObject({ kind: 'code', id: 'EL2004', exit: 13 });
  const none = await runCli(['explain', 'EL2044']);
  expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('Did you mean "EL2004"?')]);
});
