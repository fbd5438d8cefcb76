// How the process ends: in the middle of a round, by a signal, and with all that it started.
import type { ReadyMessage } from '../../contract/message.ts';
import { plainBreach, wordsOf } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { endWords, judgeRest } from './handshake.ts';
import type { Play } from './play.ts';
import { ENDLESS, openSleeper, roundOf, sleeperStyle } from './sleeper.ts';

/** By then the round is under way. */
const BEGUN_MS = 100;

export const ending: readonly Play[] = [
  {
    title: 'the end of stdin in the middle of a round',
    clauses: ['C109', 'C110'],
    perform: endInRound,
  },
  { title: 'SIGTERM', clauses: ['C111'], perform: endBySignal },
];

async function endInRound(bench: Bench, ready: ReadyMessage): Promise<void> {
  const style = sleeperStyle(bench, ready, ['C109']);
  if (style === null) return;
  await bench.withGreeted(async (runner) => {
    await openSleeper(bench, runner, 'C109', { ...bench.place(), style, params: ENDLESS });
    runner.tell(roundOf(11, 0, 'full'));
    const early = await runner.next(BEGUN_MS);
    if (early.kind !== 'silent') {
      const what = `A round whose only sleep lasts an hour had ended before its stdin did: ${wordsOf(early)}.`;
      return bench.verdicts.broken('C109', plainBreach(what, 'a round that is under way'));
    }
    const exit = await runner.endInput(bench.limits.exitMs);
    const evidence = runner.stderr;
    if (exit === null) {
      const what = endWords(exit, bench.limits.exitMs);
      return bench.verdicts.broken('C109', plainBreach(what, 'the end of the process', { evidence }));
    }
    bench.verdicts.kept('C109');
    judgeRest(bench, runner);
  });
}

async function endBySignal(bench: Bench): Promise<void> {
  await bench.withGreeted(async (runner) => {
    const exit = await runner.terminate(bench.limits.exitMs);
    if (exit !== null) return bench.verdicts.kept('C111');
    const what = `The process still ran ${bench.limits.exitMs} ms after SIGTERM.`;
    bench.verdicts.broken('C111', plainBreach(what, 'the end of the process'));
  });
}
