// A process of the runner that is prepared for slices, and what all plays about slices do with one.
import { Value } from 'typebox/value';
import { Rounded } from '../../contract/message.ts';
import type { RoundedMessage } from '../../contract/message.ts';
import { PlayEnded, breachOf, hold, isKind, plainBreach } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { ClauseId } from '../clauses.ts';
import type { Dialogue } from '../dialogue.ts';
import { roundOf } from './sleeper.ts';
import { hearTokens, prepareSliced } from './sliced.ts';
import type { SlicedWorkload } from './sliced.ts';

export interface Table {
  readonly bench: Bench;
  readonly clause: ClauseId;
  readonly runner: Dialogue;
  readonly tokens: ReturnType<typeof hearTokens>;
  readonly samples: string;
}

export async function inProcess<Value>(
  bench: Bench,
  workload: SlicedWorkload,
  clause: ClauseId,
  act: (table: Table) => Promise<Value>,
): Promise<Value> {
  return bench.withGreeted(async (runner) => {
    const { prepare, samples } = prepareSliced(bench, workload);
    const answer = await runner.ask(prepare, bench.limits.startMs);
    const what = `${workload.scenario.id} was to be opened for slices`;
    if (!hold(bench, clause, runner, answer, { what, wanted: { kind: 'prepared' } }))
      throw new PlayEnded(`${workload.scenario.id} could not be prepared`);
    return act({ bench, clause, runner, tokens: hearTokens(runner), samples });
  });
}

/** Breaks the clause and ends the play: what follows would repeat it. */
export function no({ bench, clause, runner }: Table, what: string, expected: string): never {
  bench.verdicts.broken(
    clause,
    plainBreach(what, expected, { request: runner.lastRequest, evidence: runner.stderr }),
  );
  throw new PlayEnded('a game of tokens went wrong');
}

export async function roundAt({ bench, runner, clause }: Table, round: number): Promise<RoundedMessage> {
  const answer = await runner.ask(roundOf(40 + round, round, 'digest'), bench.limits.startMs);
  if (isKind(answer, 'rounded') && Value.Check(Rounded, answer.message)) return answer.message;
  bench.verdicts.broken(
    clause,
    breachOf(runner, answer, { what: 'A round beside slices was requested', wanted: { kind: 'rounded' } }),
  );
  throw new PlayEnded('a round beside slices was not answered with `rounded`');
}
