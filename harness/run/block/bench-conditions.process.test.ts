// What a machine grants is said in words, each refusal too, and nothing is assumed.
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { processesWhere } from '../../testing/processes-where.ts';
import { allowedCpus } from './affinity.ts';
import { NO_CONDITIONS, probeConditions } from './bench-conditions.ts';
import type { BenchConditions } from './bench-conditions.ts';

const PATH = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = PATH;
});

/** A PATH on which these programs answer with this exit code. */
function pathWith(programs: Readonly<Record<string, number>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync('/bin/sh', join(folder, 'sh'));
  for (const [name, code] of Object.entries(programs)) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\necho "${name}: failed to do it" >&2\nexit ${code}\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

const textOf = ({ conditions }: BenchConditions, name: string): string =>
  conditions.find((condition) => condition.name === name)?.text ?? '';

const kept = ({ conditions }: BenchConditions): Readonly<Record<string, boolean>> =>
  Object.fromEntries(conditions.map((condition) => [condition.name, condition.kept]));

test('a machine that grants everything pins blocks to its last CPU and keeps the orchestrator off it', async () => {
  process.env['PATH'] = pathWith({ taskset: 0, setarch: 0 });
  const found = await probeConditions();
  const cpus = allowedCpus() ?? [];
  expect(found.benchCpu).toBe(cpus.at(-1));
  expect(found.allCpus).toEqual(cpus);
  expect(found.otherCpus).toEqual(cpus.length > 1 ? cpus.slice(0, -1) : null);
  expect(found.fixedLayout).toEqual(['setarch', '-R']);
  expect(kept(found)).toMatchObject({ pinning: true, orchestrator: cpus.length > 1, layout: true });
  expect(textOf(found, 'pinning')).toBe(`blocks are pinned to CPU ${cpus.at(-1)}`);
});

test('without the programs nothing is pinned, layouts stay random, and each says why', async () => {
  process.env['PATH'] = pathWith({});
  const found = await probeConditions();
  expect([found.benchCpu, found.otherCpus, found.fixedLayout]).toEqual([null, null, null]);
  expect(kept(found)).toMatchObject({ pinning: false, orchestrator: false, layout: false });
  expect(textOf(found, 'pinning')).toMatch(/^blocks are not pinned \(.*taskset.*\): partners may run/);
  expect(textOf(found, 'orchestrator')).toBe(
    'the orchestrator shares the CPU of the blocks: nothing can be pinned',
  );
  expect(textOf(found, 'layout')).toContain('`setarch -R` is refused');
});

test('programs that hang are ended after the limit, and what they would grant counts as refused', async () => {
  const folder = pathWith({ taskset: 0, setarch: 0 });
  for (const name of ['taskset', 'setarch'])
    writeFileSync(join(folder, name), '#!/bin/sh\nexec /bin/sleep 60\n', { mode: 0o755 });
  process.env['PATH'] = folder;
  const found = await probeConditions(100);
  expect(kept(found)).toMatchObject({ pinning: false, layout: false });
  expect(textOf(found, 'pinning')).toContain('taskset did not answer within 100 ms');
  // The programs are gone, and with them whatever waits for their end.
  expect(processesWhere((entry) => entry === `PATH=${folder}`)).toEqual([]);
});

test('a machine that refuses is quoted', async () => {
  process.env['PATH'] = pathWith({ taskset: 1, setarch: 1 });
  const found = await probeConditions();
  expect(textOf(found, 'pinning')).toBe(
    'blocks are not pinned (taskset: failed to do it): partners may run on different CPUs',
  );
  expect(found.fixedLayout).toBeNull();
});

test('where `setarch -R` is granted, what it starts has no random layout', async () => {
  const { fixedLayout } = await probeConditions();
  const [command, ...args] = fixedLayout ?? ['sh', '-c', 'echo 00040000'];
  const own = fixedLayout === null ? [] : ['cat', '/proc/self/personality'];
  const { stdout } = await execa(command ?? '', [...args, ...own]);
  expect(Number.parseInt(stdout, 16) & 0x0004_0000).toBe(0x0004_0000);
});

test('a run that measures nothing grants itself nothing', () => {
  expect(NO_CONDITIONS).toMatchObject({ benchCpu: null, otherCpus: null, fixedLayout: null, conditions: [] });
});
