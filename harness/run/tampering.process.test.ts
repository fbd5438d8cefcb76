// Forty runners, each of which puts something in the place of a file that it was given, or changes it: each ends in time, by a name, and nothing is followed.
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { judgeInvocation } from '../check/prove.ts';
import { scenario } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { openSidecars } from '../store/sidecar-reader.ts';
import { contextForTest, expectNothingLeft, failureOf } from '../testing/fake-invocation.ts';
import { fakeRuntime, fakeStep } from '../testing/fake-runtime.ts';
import { releaseSidecars } from './held-sidecars.ts';
import type { HeldSidecars } from './held-sidecars.ts';
import { invoke } from './invoke.ts';

const MOMENTS = ['prepare', 'round', 'finish', 'end'] as const;
/** What the cause says; what is different at a moment stands in `AT`. */
const WAYS: Readonly<Record<string, RegExp>> = {
  fifo: /there is a FIFO\./,
  link: /there is a symbolic link\./,
  dangling: /there is a symbolic link\./,
  device: /there is a symbolic link\./,
  folder: /there is a folder\./,
  removed: /there is (?:nothing: it was removed|another file)\./,
  another: /there is another file\./,
  socket: /there is a socket\./,
  sparse: /made its file `\w+` of 439\d+ bytes, and at most \d+ are granted/,
  grown: /announced (?:a segment of `\w+` at byte 1\d+|\d+ bytes of `\w+`, and the file has \d+)/,
  shrunk: /announced (?:a segment of `\w+` at byte \d+|\d+ bytes of `\w+`, and the file has \d+)/,
};
/** An empty file cannot shrink. */
const HARMLESS = new Set(['prepare shrunk']);
/** A runner that waits at its own FIFO answers no more. */
const IMPATIENT = { roundMinimumMs: 2000, roundMaximumMs: 2000, haltMs: 200 };
const IN_TIME_MS = 15_000;

const TRIES = Object.keys(WAYS).flatMap((way, i) =>
  MOMENTS.map((moment, j) => ({ way, moment, name: (i + j) % 2 === 0 ? 'samples' : 'events' })),
);

test('there are forty tries and some more', () => {
  expect(TRIES.length).toBeGreaterThanOrEqual(40);
});

test.each(TRIES)('$name: $way at $moment', { timeout: IN_TIME_MS }, async ({ way, moment, name }) => {
  const context = contextForTest({ limits: IMPATIENT });
  const taken: HeldSidecars[] = [];
  const sidecars = { keep: (_: string, held: HeldSidecars) => void taken.push(held) };
  const fault = `tampers:${moment}:${way}:${name}`;
  const step = fakeStep();
  const record = await invoke(step, fakeRuntime(fault), { ...context, sidecars });
  const [held] = taken;
  if (held === undefined) throw new Error('no handles were kept');
  onTestFinished(() => releaseSidecars(held));
  expectNothingLeft(context);
  if (HARMLESS.has(`${moment} ${way}`)) {
    expect(record.outcome.kind).toBe('ok');
    return;
  }
  const found = failureOf(record);
  expect([record.outcome.kind, found?.code]).toEqual(['protocol-error', 'EL3002']);
  expect(found?.cause).toMatch(/^The runner /);
  expect(found?.cause).toMatch(WAYS[way] ?? /never/);
  expect(found?.next).toMatch(/^Correct the runner/);
  // Whoever looks into the run folder meets files alone, and none that is large.
  for (const folder of ['samples', 'traces'])
    for (const entry of readdirSync(join(context.runDirectory, folder))) {
      const { size } = lstatSync(join(context.runDirectory, folder, entry));
      expect([entry, size < 100_000]).toEqual([entry, true]);
      expect(lstatSync(join(context.runDirectory, folder, entry)).isFile()).toBe(true);
    }
  const reader = openSidecars(context.runDirectory, record, held);
  const judged = judgeInvocation({ record, scenario, reader, timerEarlyNs: 1e6 });
  expect(judged.ok ? judged.value.proof : judged.failure.code).toBe(judged.ok ? null : 'EL3002');
});

const outside = mkdtempSync(join(tmpdir(), 'evenloop-outside-'));
afterAll(() => rmSync(outside, { recursive: true, force: true }));

test('what lies at the path before the runner lives is replaced, and what a link there points at is not touched', async () => {
  const context = contextForTest();
  const step = fakeStep();
  mkdirSync(join(context.runDirectory, 'samples'), { recursive: true });
  symlinkSync(join(outside, 'target'), join(context.runDirectory, 'samples', `${step.invocation}.evsg`));
  const record = await invoke(step, fakeRuntime(), context);
  expect(record.outcome).toEqual({ kind: 'ok' });
  expect(existsSync(join(outside, 'target'))).toBe(false);
  expect(lstatSync(join(context.runDirectory, record.sidecar.samples)).isFile()).toBe(true);
});

test('a runner that leaves its files alone is told nothing', async () => {
  const context = contextForTest();
  const record = await invoke(fakeStep(), fakeRuntime(), context);
  expect(record.outcome).toEqual({ kind: 'ok' });
});
