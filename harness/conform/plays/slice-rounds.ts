// The times of slices, and the meaning of the rounds around them.
import { Value } from 'typebox/value';
import { Sliced } from '../../contract/message.ts';
import type { RoundedMessage } from '../../contract/message.ts';
import { isKind } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { Play } from './play.ts';
import { readSegment } from './segments.ts';
import { inProcess, no, roundAt } from './slice-table.ts';
import type { Table } from './slice-table.ts';
import { ALL_DONE, slicedWorkload, tokensOf } from './sliced.ts';
import type { SlicedWorkload } from './sliced.ts';

export const sliceRounds: Play = {
  title: 'slices and the rounds around them',
  clauses: ['C703'],
  async perform(bench, ready) {
    const workload = slicedWorkload(bench, ready, ['C703'], 'first');
    if (workload === null) return;
    await inProcess(bench, workload, 'C703', timesInOrder);
    await freshAndUsed(bench, workload);
  },
};

interface Slices {
  readonly times: readonly number[];
  readonly cpu: readonly number[];
  readonly operations: readonly number[];
}

/** Plays these slices and reads them. */
async function slice(table: Table, operations: readonly number[]): Promise<Slices> {
  const { bench, runner, tokens, samples } = table;
  runner.tell({ kind: 'slices', id: 31, capacity: operations.length });
  runner.tokens.write(tokensOf(...operations, 0));
  const answered = (await tokens.until(operations.length, bench.limits.answerMs)).toString('hex');
  if (answered !== ALL_DONE(operations.length))
    no(table, `${operations.length} tokens were answered by "${answered}".`, 'a byte 1 for each');
  const reply = await runner.next(bench.limits.answerMs);
  if (!isKind(reply, 'sliced') || !Value.Check(Sliced, reply.message))
    no(table, 'The token 0 was not answered with `sliced`.', '`sliced`');
  const segment = readSegment(samples, 'slices', reply.message.slices);
  if (!segment.ok)
    return no(table, `The segment of the slices cannot be read: ${segment.problem}.`, 'a whole segment');
  const [starts = [], ends = [], cpuStarts = [], cpuEnds = [], counts = []] = segment.columns;
  const inTurn = (from: readonly number[], to: readonly number[]): number[] =>
    from.flatMap((value, i) => [value, to[i] ?? 0]);
  return { times: inTurn(starts, ends), cpu: inTurn(cpuStarts, cpuEnds), operations: counts };
}

async function timesInOrder(table: Table): Promise<void> {
  const before = await roundAt(table, 0);
  const { times, cpu } = await slice(table, [1, 200, 30]);
  const isOrdered = (values: readonly number[]): boolean =>
    values.every((value, i) => value >= (values[i - 1] ?? value));
  if (!isOrdered([before.endNs, ...times]))
    no(
      table,
      `Starts and ends of slices are ${times.join(', ')}, behind a round that ended at ${before.endNs}.`,
      'times in order',
    );
  if (!isOrdered(cpu)) no(table, `CPU times around slices are ${cpu.join(', ')}.`, 'times in order');
  meansTheSame(table, before, await roundAt(table, 1));
}

function meansTheSame(table: Table, usual: RoundedMessage, after: RoundedMessage): void {
  const form = ({ counts, digests }: RoundedMessage): string => JSON.stringify({ counts, digests });
  if (form(after) !== form(usual)) no(table, `A round behind slices has ${form(after)}.`, form(usual));
  table.bench.verdicts.kept(table.clause);
}

/** A process whose first thing is slices, and one that never had any. */
async function freshAndUsed(bench: Bench, workload: SlicedWorkload): Promise<void> {
  const usual = await inProcess(bench, workload, 'C703', (table) => roundAt(table, 0));
  await inProcess(bench, workload, 'C703', async (table) => {
    const { times, operations } = await slice(table, [40, 7]);
    if (operations.join() !== '40,7')
      no(table, `Slices of 40 and 7 operations are stored as ${operations.join(', ')}.`, '40, 7');
    const after = await roundAt(table, 0);
    if (after.startNs <= (times.at(-1) ?? Number.NaN))
      no(
        table,
        `The round behind the slices began at ${after.startNs}, before the last of them ended.`,
        'a later time',
      );
    meansTheSame(table, usual, after);
  });
}
