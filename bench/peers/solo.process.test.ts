// The program of one process, in both languages: it does the slices that the job asks for, and tells the time of each.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import { askedOf } from './job.ts';
import type { SoloJob, SoloResult } from './job.ts';
import { runSolo } from './run-solo.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CELLS = ['dispatch.turn', 'io_fanout.tcp_echo', 'file_watch.modify', 'io_fanout.file_reads'];

function jobOf(id: string, style: string): SoloJob {
  const scenario = scenarios.find((one) => one.id === id);
  const [set] = scenario?.profiles.smoke ?? [];
  if (scenario === undefined || set === undefined) throw new Error(`no ${id}`);
  return {
    scenario: id,
    style,
    params: set.params,
    alphabet: scenario.alphabet.map(({ name, code, order }) => ({ name, code, order })),
    seed: 1,
    nonce: '0123456789abcdef',
    operations: 10,
    extra: 0.05,
    warmupSlices: 2,
    slices: 4,
  };
}

function expectTimes({ wallNs, cpuNs, workNs }: SoloResult): void {
  expect([wallNs.length, cpuNs.length]).toEqual([4, 4]);
  expect(wallNs.every((ns) => ns > 0)).toBe(true);
  expect(workNs).toBeGreaterThan(wallNs.reduce((sum, ns) => sum + ns, 0));
}

test.each(CELLS)('Node runs %s alone', async (id) => {
  expectTimes(await runSolo(jobOf(id, 'promises')));
});

test.each(CELLS)('Python runs %s alone', async (id) => {
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-solo-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'job.json');
  writeFileSync(file, JSON.stringify(jobOf(id, 'coroutines')));
  const python = process.env['EVENLOOP_PYTHON']?.split(delimiter)[0] ?? 'python3';
  const { stdout } = await execa(python, ['-B', '-P', '-S', join(ROOT, 'bench/peers/solo.py'), file], {
    env: { PYTHONPATH: [join(ROOT, 'runners/python'), ROOT].join(delimiter) },
  });
  expectTimes(JSON.parse(stdout) as SoloResult);
});

test('a scenario that has no slices is refused', async () => {
  await expect(runSolo(jobOf('timers.sleep_loop', 'promises'))).rejects.toThrow(/cannot be sliced/);
});

test('a build that is 5 % slower does exactly so much more over its slices', () => {
  const asked = (operations: number, extra: number): number[] =>
    Array.from({ length: 100 }, (_, slice) => askedOf({ operations, extra }, slice));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  expect(sum(asked(7, 0.05))).toBe(735);
  expect(new Set(asked(7, 0.05))).toEqual(new Set([7, 8]));
  expect(new Set(asked(7, 0))).toEqual(new Set([7]));
});
