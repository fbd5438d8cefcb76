// What a round that did not end had recorded: whom the answer is believed, and when nobody is to blame.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { failure } from '../contract/failure.ts';
import type { Outcome, UnfinishedRound } from '../contract/invocation.ts';
import { MOST_TRAIL_EVENTS, TRAIL_ROW_BYTES } from '../contract/trail.ts';
import { holdFile, releaseFile } from '../files/held-file.ts';
import { trailBytes } from '../testing/trail-bytes.ts';
import { harnessNow } from './clock.ts';
import { kernelCpuOf } from './kernel-cpu.ts';
import type { KernelCpu } from './kernel-cpu.ts';
import { recallRound, withTrail } from './recall-round.ts';
import { LIMITS } from './session/limits.ts';

const HUNG: Outcome = { kind: 'timeout', failure: failure('EL2006', 'No answer.', 'Look.') };
const EVENTS = { offset: 0, count: 3 };
/** On a machine that is not busy: its wait for a CPU is that of the test. */
const QUIET: KernelCpu | null = null;

async function recalled(
  round: number,
  before = QUIET,
  outcome: Outcome = HUNG,
): Promise<[UnfinishedRound | null, number]> {
  let asked = 0;
  const halt = async (): Promise<{
    kind: 'halted';
    halted: { kind: 'halted'; id: number; round: number; events: typeof EVENTS };
  }> => {
    asked++;
    return { kind: 'halted', halted: { kind: 'halted', id: 1, round, events: EVENTS } };
  };
  const never = new AbortController().signal;
  const found = await recallRound(
    {
      session: { halt },
      witness: { afterRound: async () => null },
      capabilities: ['halt'],
      pid: process.pid,
      limits: LIMITS,
      stop: { soft: never, hard: never },
    },
    { round: 4, purpose: 'traced', record: 'full', sentNs: harnessNow() - 1e9 },
    outcome,
    before,
  );
  return [found, asked];
}

describe('the answer to `halt`', () => {
  test('is believed where it is about the round that was given up', async () => {
    expect(await recalled(4)).toMatchObject([{ ending: 'hung', events: EVENTS, unknown: null }, 1]);
  });

  test('about another round says nothing of this one', async () => {
    const [found] = await recalled(3);
    expect(found).toMatchObject({ events: null, unknown: expect.stringContaining('another round') });
  });

  test('is not asked for where the process waited for a CPU for much of its round', async () => {
    const now = kernelCpuOf(process.pid);
    if (now === null) throw new Error('this kernel counts nothing');
    const [found, asked] = await recalled(4, { ...now, waitNs: now.waitNs - 0.3e9 });
    expect([found?.events, found?.unknown, asked]).toEqual([null, 'the process was waiting for a CPU', 0]);
  });

  test('is asked for where the workload threw, however long its process had waited: it had its chance', async () => {
    const now = kernelCpuOf(process.pid);
    if (now === null) throw new Error('this kernel counts nothing');
    const threw: Outcome = {
      kind: 'workload-failed',
      failure: { code: 'EL2010', cause: 'It threw.', next: 'Mend it.', evidence: [] },
    };
    const [found, asked] = await recalled(4, { ...now, waitNs: now.waitNs - 0.9e9 }, threw);
    expect([found?.ending, found?.unknown, asked]).toEqual(['broken', null, 1]);
  });
});

describe('a trail', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trail-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const untold: UnfinishedRound = {
    round: 7,
    purpose: 'traced',
    record: 'full',
    sentNs: 0,
    lostNs: 1,
    ending: 'broken',
    events: null,
    unknown: 'the process ended before it could say what it had recorded',
    witness: null,
  };

  test('of the round is read; what is longer than any trail is not: the file is the runner’s to fill', () => {
    const [path, events] = [holdFile(join(folder, 'trail')), holdFile(join(folder, 'events'))];
    onTestFinished(() => [path, events].forEach(releaseFile));
    expect(withTrail(untold, path, events)).toBe(untold);
    writeFileSync(path.path, trailBytes([[3, 1, 6, 5, 1000]]));
    expect(withTrail(untold, path, events)).toMatchObject({ events: { offset: 0, count: 1 }, unknown: null });
    truncateSync(path.path, TRAIL_ROW_BYTES * (MOST_TRAIL_EVENTS + 1) + 1);
    expect(withTrail(untold, path, events)).toBe(untold);
  });

  test('is read through its handle, whatever stands at its path now', () => {
    const [path, events] = [holdFile(join(folder, 'trail')), holdFile(join(folder, 'events'))];
    onTestFinished(() => [path, events].forEach(releaseFile));
    writeFileSync(path.path, trailBytes([[3, 1, 6, 5, 1000]]));
    rmSync(path.path);
    expect(withTrail(untold, path, events)).toMatchObject({ events: { offset: 0, count: 1 }, unknown: null });
  });
});
