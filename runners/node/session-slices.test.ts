// Slices as the session answers them, with tokens that are scripted instead of read from a file.
import { describe, expect, it } from 'vitest';
import type { Kit, Open, Workload } from '../../harness/contract/kit.ts';
import { FINISH, HELLO, PREPARE, ROUND, SLICES, prepared, start, workload } from './testing/session.ts';
import { SLICE_DONE, SLICE_FAILED } from './slices.ts';
import type { TokenFile } from './token-file.ts';

/** Gives the tokens one after the other, and zeros after the last. */
function scripted(...tokens: readonly number[]) {
  const answers: number[] = [];
  const left = [...tokens];
  const file: TokenFile = { next: () => left.shift() ?? 0, answer: (byte) => void answers.push(byte) };
  return { file, answers, left };
}

/** After one round. */
async function sliceable(slice: Workload['slice'], tokens: TokenFile | null) {
  const runner = await prepared(() => workload(() => 1, slice === undefined ? {} : { slice }), tokens);
  expect(await runner.ask(ROUND)).toMatchObject({ kind: 'rounded' });
  return runner;
}

it.each([
  ['at once', () => {}],
  ['by a promise', () => Promise.resolve()],
  ['in a later turn', () => new Promise<void>((resolve) => void setImmediate(resolve))],
])('does one slice for each token, also when the workload answers %s', async (_, answer) => {
  const asked: number[] = [];
  const { file, answers } = scripted(5, 1, 7);
  const { ask } = await sliceable((operations) => {
    asked.push(operations);
    return answer();
  }, file);
  expect(await ask(SLICES)).toMatchObject({ kind: 'sliced', id: 21, operations: 13, slices: { count: 3 } });
  expect(asked).toEqual([5, 1, 7]);
  expect(answers).toEqual([SLICE_DONE, SLICE_DONE, SLICE_DONE]);
  expect(await ask(FINISH)).toMatchObject({ totals: { rounds: 1, slices: 3, operations: 14 } });
});

it('answers with no slices when the first token is the last', async () => {
  const { file, answers } = scripted();
  const { ask } = await sliceable(() => {}, file);
  expect(await ask(SLICES)).toMatchObject({ kind: 'sliced', operations: 0, slices: { count: 0 } });
  expect(answers).toEqual([]);
});

it('records nothing of a slice, and shows it neither a trace nor what was said for the last round', async () => {
  const seen: unknown[] = [];
  const open: Open = (_, kit) => {
    const see = (): void => {
      seen.push([kit.traced, kit.round, kit.endpoint('peer')]);
      kit.emit(kit.kinds['fire'] ?? 0, 0, 0, 0);
      kit.sample(1);
    };
    return workload(
      () => {
        see();
        return 1;
      },
      { slice: see },
    );
  };
  const { file } = scripted(100);
  const { ask } = await prepared(open, file);
  const peer = { kind: 'unix', path: '/somewhere' };
  const traced = { ...ROUND, round: 4, purpose: 'traced', endpoints: { peer } };
  expect(await ask(traced)).toMatchObject({ counts: { fire: 1 } });
  expect(await ask(SLICES)).toMatchObject({ operations: 100 });
  expect(seen).toEqual([
    [true, 4, peer],
    [false, 4, undefined],
  ]);
  expect(await ask(FINISH)).toMatchObject({ totals: { events: 1 } });
});

it('measures rounds after slices as before them', async () => {
  const open: Open = (_, kit) => workload(() => fired(kit), { slice: () => void fired(kit) });
  const { ask } = await prepared(open, scripted(1).file);
  const before = await ask(ROUND);
  await ask(SLICES);
  expect(await ask(ROUND)).toMatchObject({ counts: { fire: 1 }, digests: Object(before).digests });
});

function fired(kit: Kit): number {
  kit.emit(kit.kinds['fire'] ?? 0, 0, 0, 7);
  return 1;
}

describe('slices fail', () => {
  const broken = (): never => {
    throw new Error('no luck');
  };

  it.each([
    ['at once', broken],
    ['later', () => Promise.reject(new Error('no luck'))],
  ])('with a workload that throws %s: the token gets its answer, then comes the reason', async (_, slice) => {
    const { file, answers, left } = scripted(5, 6);
    const { ask } = await sliceable(slice, file);
    expect(await ask(SLICES)).toMatchObject({
      kind: 'failed',
      id: 21,
      code: 'workload-threw',
      message: expect.stringContaining('no luck'),
    });
    expect(answers).toEqual([SLICE_FAILED]);
    expect(left).toEqual([6]);
    expect(await ask(FINISH)).toMatchObject({ kind: 'finished', totals: { slices: 0 } });
  });

  it('with an error that nobody caught, and a workload that ends the slice after all starts no other', async () => {
    const { file, answers, left } = scripted(5, 6);
    let end = (): void => {};
    const slice = (): Promise<void> =>
      new Promise((resolve) => {
        end = resolve;
      });
    const { ask, session } = await sliceable(slice, file);
    const answer = ask(SLICES);
    await new Promise(setImmediate);
    session.stray(new Error('from a callback'));
    expect(await answer).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('from a callback'),
    });
    end();
    await new Promise(setImmediate);
    expect(answers).toEqual([SLICE_FAILED]);
    expect(left).toEqual([6]);
  });

  it('with an error that is heard of after the last slice', async () => {
    const { file, answers } = scripted(5);
    let stray = (): void => {};
    const { ask, session } = await sliceable(() => void setImmediate(() => stray()), file);
    stray = () => session.stray(new Error('left behind'));
    expect(await ask(SLICES)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('left behind'),
    });
    expect(answers).toEqual([SLICE_DONE]);
  });

  it('with a token more than was announced', async () => {
    const { file, answers } = scripted(1, 1, 1, 1);
    const { ask } = await sliceable(() => {}, file);
    expect(await ask(SLICES)).toMatchObject({ kind: 'failed', code: 'too-many-slices' });
    expect(answers).toEqual([SLICE_DONE, SLICE_DONE, SLICE_DONE, SLICE_FAILED]);
  });

  it('without a token being read where the workload has none', async () => {
    const { file, answers, left } = scripted(5);
    const { ask } = await sliceable(undefined, file);
    expect(await ask(SLICES)).toMatchObject({ kind: 'failed', code: 'no-slice' });
    expect({ answers, left }).toEqual({ answers: [], left: [5] });
  });
});

describe('before the first round', () => {
  it('does slices as well: they may be the first thing that a process does', async () => {
    const seen: unknown[] = [];
    const { file, answers } = scripted(5, 2);
    const open: Open = (_, kit) =>
      workload(() => fired(kit), { slice: () => void seen.push([kit.traced, kit.endpoint('peer')]) });
    const { ask } = await prepared(open, file);
    expect(await ask(SLICES)).toMatchObject({ kind: 'sliced', operations: 7, slices: { count: 2 } });
    expect(answers).toEqual([SLICE_DONE, SLICE_DONE]);
    expect(seen).toEqual([
      [false, undefined],
      [false, undefined],
    ]);
    const traced = { ...ROUND, purpose: 'traced', record: 'full' };
    expect(await ask(traced)).toMatchObject({ kind: 'rounded', counts: { fire: 1 }, events: { count: 1 } });
    expect(await ask(FINISH)).toMatchObject({ totals: { rounds: 1, slices: 2, operations: 8, events: 1 } });
  });

  it('fails slices of a workload that has none, and runs its rounds', async () => {
    const { file, answers, left } = scripted(5);
    const { ask } = await prepared(() => workload(() => 1), file);
    expect(await ask(SLICES)).toMatchObject({ kind: 'failed', code: 'no-slice' });
    expect({ answers, left }).toEqual({ answers: [], left: [5] });
    expect(await ask(ROUND)).toMatchObject({ kind: 'rounded' });
  });

  it('refuses slices before a workload is prepared, and after the last message', async () => {
    const { file, left } = scripted(5);
    const { ask } = start(() => workload(() => 1, { slice() {} }), file);
    await ask(HELLO);
    expect(await ask(SLICES)).toMatchObject({ kind: 'refused', code: 'bad-state' });
    expect(await ask(PREPARE)).toMatchObject({ kind: 'prepared' });
    await ask(FINISH);
    expect(await ask(SLICES)).toMatchObject({ kind: 'refused', code: 'bad-state' });
    expect(left).toEqual([5]);
  });
});

it('refuses slices where the harness gave no file for tokens', async () => {
  const { ask } = await sliceable(() => {}, null);
  expect(await ask(SLICES)).toMatchObject({ kind: 'refused', code: 'unsupported' });
});

it('holds the block of memory that `prepare` asks for', async () => {
  const heapBlockBytes = 64 * 1024 * 1024;
  const before = process.memoryUsage().arrayBuffers;
  const { ask } = start(() => workload(() => 1));
  await ask(HELLO);
  expect(await ask({ ...Object(PREPARE), heapBlockBytes })).toMatchObject({ kind: 'prepared' });
  // The collector may free buffers of earlier tests meanwhile: a megabyte was seen, never half of this block.
  expect(process.memoryUsage().arrayBuffers - before).toBeGreaterThanOrEqual(heapBlockBytes / 2);
});
