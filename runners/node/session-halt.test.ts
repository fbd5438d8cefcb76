// `halt`: what was recorded of a round that does not end, or that has failed, without waiting for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Open } from '../../harness/contract/kit.ts';
import { makeRecorder } from './recorder.ts';
import { CLOCK, FINISH, ROUND, prepared, samples, start, workload } from './testing/session.ts';
import { openTrail } from './trail.ts';

const HALT = { kind: 'halt', id: 40 };

/** Emits one event, and then waits for ever. */
const endless: Open = (_, kit) =>
  workload(() => {
    kit.emit(kit.kinds['fire'] ?? 0, 0, 3, 5);
    return new Promise<number>(() => {});
  });
const failing: Open = (_, kit) =>
  workload(() => {
    kit.emit(kit.kinds['fire'] ?? 0, 0, 3, 5);
    throw new Error('boom');
  });

const oneTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it.each(['full', 'digest'] as const)(
  'is answered while a round with the record %s is under way',
  async (record) => {
    const { session, ask } = await prepared(endless);
    session.receive(JSON.stringify({ ...ROUND, record }));
    await oneTurn();
    expect(await ask(HALT)).toMatchObject({ kind: 'halted', id: 40, round: 0, events: { count: 1 } });
  },
);

it('has no events of a round that records none', async () => {
  const { session, ask } = await prepared(endless);
  session.receive(JSON.stringify({ ...ROUND, record: 'none' }));
  await oneTurn();
  expect(await ask(HALT)).toMatchObject({ kind: 'halted', round: 0, events: null });
});

it('is answered after a round that failed, and the last request that is', async () => {
  const { ask } = await prepared(failing);
  expect(await ask(ROUND)).toMatchObject({ kind: 'failed' });
  expect(await ask(HALT)).toMatchObject({ kind: 'halted', events: { count: 1 } });
  expect(await ask(FINISH)).toMatchObject({ kind: 'refused', code: 'bad-state' });
  expect(await ask(CLOCK)).toMatchObject({ kind: 'clock' });
});

it('is refused where no round is under way or has failed', async () => {
  const runner = start(() => workload(() => 0));
  expect(await runner.ask(HALT)).toMatchObject({ kind: 'refused', id: 40, code: 'bad-state' });
  const { ask } = await prepared(() => workload(() => 0));
  expect(await ask(HALT)).toMatchObject({ kind: 'refused', code: 'bad-state' });
  expect(await ask(ROUND)).toMatchObject({ kind: 'rounded' });
  expect(await ask(HALT)).toMatchObject({ kind: 'refused', code: 'bad-state' });
  expect(await ask(FINISH)).toMatchObject({ kind: 'finished' });
});

it('gives the round up: its own reply is never sent', async () => {
  let end: (operations: number) => void = () => {};
  const { session, ask } = await prepared(() =>
    workload(
      () =>
        new Promise<number>((resolve) => {
          end = resolve;
        }),
    ),
  );
  session.receive(JSON.stringify(ROUND));
  await oneTurn();
  await ask(HALT);
  end(1);
  expect(await ask(CLOCK)).toMatchObject({ kind: 'clock' });
});

it('leaves a trail of a traced round that another process can read, and none of other rounds', async () => {
  const path = `${samples}.trail`;
  await prepared(endless);
  const trail = openTrail(path);
  const recorder = makeRecorder({ events: 2, samples: 1 }, () => 1000, trail);
  trail?.begin(7);
  recorder.begin('full');
  recorder.emit(2, 3, 0xffffffff, 5);
  const rows = readFileSync(path);
  expect(rows.subarray(0, 12)).toEqual(Buffer.from([...Buffer.from('EVTR'), 1, 0, 0x34, 0x12, 7, 0, 0, 0]));
  expect([0, 4, 8, 12].map((at) => rows.readUInt32LE(24 + at))).toEqual([3, 2, 0xffffffff, 5]);
  expect(rows.readDoubleLE(40)).toBe(1000);
  trail?.clear();
  recorder.begin('digest');
  recorder.emit(2, 3, 4, 5);
  expect(readFileSync(path)).toHaveLength(0);
  trail?.close();
});

it('does without a trail where the file cannot be made', () => {
  expect(openTrail(join(samples, 'no', 'such', 'folder'))).toBeNull();
});
