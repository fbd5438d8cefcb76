// Wrong usage of every command: which code it ends with, what it says to do, and that nothing is run or printed as a result.
import { expect, test } from 'vitest';
import { callCli } from './testing/call-cli.ts';

test.each([
  [['rum'], 'EL1003', 'Did you mean "run"?'],
  [['run', '--senario', 'timers'], 'EL1003', 'Did you mean "--scenario"?'],
  [['run', '--repetitions', '1'], 'EL1004', 'Give --repetitions a whole number from 2 to 1000.'],
  [['run', '--seed'], 'EL1004', 'list all commands and options'],
  [['check', '--repeat', '0'], 'EL1004', 'Give --repeat a whole number from 1 to 1000.'],
  [['report', 'nowhere'], 'EL1005', 'Name a results.json'],
  [['compare', 'only-one'], 'EL1004', 'Give two run folders'],
  [['list', 'scenaros'], 'EL1003', 'Did you mean "scenarios"?'],
  [[], 'EL1003', 'Begin with `evenloop run`.'],
  [['gate'], 'EL1004', 'evenloop gate --self-test'],
  [['gate', '--self-test', '--blocks', '5'], 'EL1004', '6'],
  [['gate', '--self-test', '--neighbour', '101'], 'EL1004', '100'],
  [['gate', '--self-test', '--seed', 'x'], 'EL1004', 'seed'],
  [['gate', '--self-test', '--sloth'], 'EL1003', '--sloth'],
  [['replay', 'somewhere', '--wait'], 'EL1004', 'Give both, or neither.'],
  [['completions', 'fishy'], 'EL1004', 'Did you mean "fish"?'],
  [['explain', 'EL2044'], 'EL1010', 'Did you mean "EL2004"?'],
])('%j ends with code 2, says %s and what to do, and prints no result', async (args, code, next) => {
  const { exitCode, stdout, stderr } = await callCli(args);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`error ${code}: `);
  expect(stderr).toContain(next);
});

test.each([
  [[], 'No run was named.'],
  [['--site', 'x'], '--site was given without --out.'],
  [['run', '--site', 'x', '--out', 'y'], '--site was given together with a run or an option for one run.'],
  [['run', '--reports', '3'], '--reports was given without --site.'],
  [['run', '--export', 'xls=x'], '--export is "xls=x".'],
] as const)('report %j is refused with what to do', async (args, cause) => {
  const { exitCode, stderr } = await callCli(['report', ...args]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`error EL1004: ${cause}`);
});

test('a former name of an option still works, and is neither suggested nor completed', async () => {
  const wrong = await callCli(['run', '--unitss', '3']);
  expect([wrong.exitCode, wrong.stderr.includes('"--units"')]).toEqual([2, false]);
  const { stdout } = await callCli(['completions', 'bash']);
  expect(stdout).toContain('--repetitions');
  expect(stdout).not.toContain('--units');
});
