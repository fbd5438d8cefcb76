// The stimulus `timers`: each answer is stamped before it is sent, every second one is held back, and each effect is stamped when its byte is there.
import { closeSync, mkdtempSync, openSync, read, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { TIMER_BYTES, TIMER_PIPES } from '../../contract/witness.ts';
import { openTimerStamps } from './timer-stamps.ts';

const readFrom = promisify(read);

/** A clock that moves by one with each reading: the order of the stamps is all that counts. */
async function opened(delaysMs: readonly number[]) {
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-test-'));
  let readings = 0;
  const context = { directory, secret: 0, patienceMs: 100, now: () => ++readings };
  const witness = await openTimerStamps({ kind: 'timers', delaysMs, holdMs: 1 }, context);
  const to = openSync(join(directory, TIMER_PIPES.toWitness), 'w');
  const from = openSync(join(directory, TIMER_PIPES.fromWitness), 'r');
  onTestFinished(async () => {
    await witness.disarm();
    closeSync(to);
    closeSync(from);
    rmSync(directory, { recursive: true });
  });
  const tell = (byte: number): void => void writeSync(to, Buffer.of(byte));
  const ask = async (): Promise<number> => {
    const answer = Buffer.alloc(1);
    tell(TIMER_BYTES.ASK);
    await readFrom(from, answer, 0, 1, null);
    return answer[0] ?? 0;
  };
  return { witness, ask, here: () => tell(TIMER_BYTES.HERE), fired: () => tell(TIMER_BYTES.FIRED) };
}

test('answers, effects and the end are stamped in their order, in each round anew', async () => {
  const { witness, ask, here, fired } = await opened([5, 6]);
  for (const round of [0, 1]) {
    await witness.beforeRound(round, round === 0);
    for (let timer = 0; timer < 2; timer++) {
      expect(await ask()).toBe(TIMER_BYTES.LET);
      here();
      fired();
    }
    await ask();
    const record = await witness.afterRound();
    if (record?.kind !== 'timers') throw new Error('no record of timers');
    const stamps = record.timers.flatMap(({ letNs, hereNs, firedNs }) => [
      letNs,
      hereNs ?? Number.NaN,
      firedNs ?? Number.NaN,
    ]);
    const all = [...stamps, record.endedNs ?? Number.NaN];
    expect(all).toHaveLength(7);
    expect(all).toEqual(all.toSorted((a, b) => a - b));
    // What was written together may be read together.
    expect(new Set(all).size).toBeGreaterThanOrEqual(5);
  }
});

test('an effect that never comes has no stamp, and a round without a last request no end', async () => {
  const { witness, ask } = await opened([5]);
  await witness.beforeRound(0, true);
  await ask();
  expect(await witness.afterRound()).toMatchObject({
    timers: [{ hereNs: null, firedNs: null }],
    endedNs: null,
  });
});
