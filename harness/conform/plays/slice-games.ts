// The games of `contract/fixtures/slices.json`: tokens on file descriptor 3, and the bytes that answer them.
import { Value } from 'typebox/value';
import fixture from '../../contract/fixtures/slices.json' with { type: 'json' };
import { Sliced } from '../../contract/message.ts';
import { PlayEnded, hold, isKind } from '../bench.ts';
import type { Loose } from '../dialogue.ts';
import type { Play } from './play.ts';
import { readSegment } from './segments.ts';
import { inProcess, no, roundAt } from './slice-table.ts';
import type { Table } from './slice-table.ts';
import { slicedWorkload } from './sliced.ts';

interface Game {
  readonly name: string;
  readonly why: string;
  readonly capacity: number;
  readonly sent: string;
  readonly answered: string;
  readonly asked: readonly number[];
  readonly reply: Loose | null;
}
const GAMES: readonly Game[] = fixture.games;
/** Games after which the runner goes on: another may follow in the same process. */
const goesOn = ({ reply }: Game): boolean => reply?.['kind'] === 'sliced';
const GOING_ON = GAMES.filter(goesOn);
const LAST = GAMES.filter((game) => !goesOn(game));

export const sliceGames: readonly Play[] = [
  {
    title: 'slices before the first round',
    clauses: ['C701'],
    async perform(bench, ready) {
      const workload = slicedWorkload(bench, ready, ['C701']);
      if (workload === null) return;
      for (const game of GAMES)
        await inProcess(bench, workload, 'C701', async (table) => playLast(table, game));
    },
  },
  {
    title: 'slices after rounds',
    clauses: ['C702'],
    async perform(bench, ready) {
      const workload = slicedWorkload(bench, ready, ['C702']);
      if (workload === null) return;
      for (const last of LAST)
        await inProcess(bench, workload, 'C702', async (table) => {
          for (const [i, game] of GOING_ON.entries()) {
            await roundAt(table, i);
            await play(table, game);
          }
          await roundAt(table, GOING_ON.length);
          await playLast(table, last);
        });
    },
  },
];

async function play(table: Table, game: Game): Promise<void> {
  const { bench, runner, tokens, samples } = table;
  runner.tell({ kind: 'slices', id: 30, capacity: game.capacity });
  runner.tokens.write(Buffer.from(game.sent, 'hex'));
  const of = `${game.name} (${game.why}): tokens ${game.sent}`;
  const answered = (await tokens.until(game.answered.length / 2, bench.limits.answerMs)).toString('hex');
  if (answered !== game.answered)
    no(table, `${of} were answered by "${answered}".`, `the bytes "${game.answered}"`);
  if (game.reply === null) return;
  const reply = await runner.next(bench.limits.answerMs);
  const wanted = { id: 30, ...game.reply };
  if (!hold(bench, table.clause, runner, reply, { what: of, wanted }))
    throw new PlayEnded('a game of tokens went wrong');
  if (tokens.heard().length > 0) no(table, `${of} got more bytes than tokens.`, 'one byte for each token');
  if (!isKind(reply, 'sliced') || !Value.Check(Sliced, reply.message)) return;
  const segment = readSegment(samples, 'slices', reply.message.slices);
  if (!segment.ok)
    return no(
      table,
      `${of}: the segment of the slices cannot be read: ${segment.problem}.`,
      'a whole segment',
    );
  const [, , , , operations = []] = segment.columns;
  if (operations.join() !== game.asked.join())
    no(
      table,
      `${of}: the sidecar has slices of ${operations.join(', ')} operations.`,
      `slices of ${game.asked.join(', ')}`,
    );
}

/** A game and the end of the process. */
async function playLast(table: Table, game: Game): Promise<void> {
  const { bench, runner } = table;
  await play(table, game);
  if (game.reply === null) runner.tokens.destroy();
  const exit =
    game.reply === null ? await runner.gone(bench.limits.exitMs) : await runner.endInput(bench.limits.exitMs);
  if (exit?.kind === 'code' && exit.code === 0) return bench.verdicts.kept(table.clause);
  no(
    table,
    `${game.name} (${game.why}): the process did not end with code 0.`,
    'the end of the process with code 0',
  );
}
