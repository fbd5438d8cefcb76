// A round that hangs because the loop was stalled: its finding says so, and its bundle is driven in the same way again.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Drive, InvocationRecord } from '../../contract/invocation.ts';
import { invoke } from '../../run/invoke.ts';
import { driveOf } from '../../run/trial.ts';
import { readBundle } from '../../store/bundle.ts';
import { contextForTest } from '../../testing/fake-invocation.ts';
import { fakeRuntime, fakeStep } from '../../testing/fake-runtime.ts';
import { makeInspector } from '../conduct/inspect.ts';

const RUNTIME = fakeRuntime('hangs-when-stalled');
const STEP = fakeStep();
const SOON = { roundMinimumMs: 300, roundMaximumMs: 300 };
const STRESSED: Drive = { traceLast: true, stall: true };

async function driven(drive: Drive, roundLimits = {}) {
  const context = contextForTest({ limits: roundLimits });
  const record = await invoke(STEP, RUNTIME, { ...context, ...drive });
  return { record, ...context };
}

function inspectedIn(runDirectory: string, record: InvocationRecord) {
  const run = { id: 'r', seed: 7, profile: 'smoke' };
  const options = { runDirectory, runtimes: [RUNTIME], measure: false, keepTraces: true };
  const { judgement } = makeInspector({ ...options, origin: { version: '0', run } })(record, STEP);
  return judgement.ok ? judgement.value.findings : [];
}

test('is repeated and driven anew with its stalls, though no round of it ever ended', async () => {
  const { record, runDirectory } = await driven(STRESSED, SOON);
  expect([record.outcome.kind, record.rounds]).toEqual(['timeout', []]);
  const [finding] = inspectedIn(runDirectory, record);
  expect(finding).toMatchObject({ rule: 'T1', class: 'missing' });
  expect(finding?.reproduce).toMatch(/^evenloop check .* --stress$/);

  const read = readBundle(join(runDirectory, finding?.bundle ?? ''));
  if (!read.ok) throw new Error(read.failure.cause);
  const drive = driveOf(read.value.bundle.record);
  expect(drive).toEqual(STRESSED);
  expect((await driven(drive, SOON)).record.outcome.kind).toBe('timeout');
  expect((await driven({ ...drive, stall: false })).record.outcome.kind).toBe('ok');
});

test('of a record that is older than its drive, the rounds that ended say how it was driven', async () => {
  const { record } = await driven({ traceLast: true, stall: false });
  const { drive, ...older } = record;
  expect([drive, driveOf(older)]).toEqual([
    { traceLast: true, stall: false },
    { traceLast: true, stall: false },
  ]);
  const stalled = older.rounds.map((round) => ({ ...round, stalls: 1 }));
  expect(driveOf({ ...older, rounds: stalled }).stall).toBe(true);
});
