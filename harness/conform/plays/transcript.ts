// The whole session of `contract/fixtures/transcript.json`, line by line: each exchange asks for one clause.
import fixture from '../../contract/fixtures/transcript.json' with { type: 'json' };
import type { ReadyMessage } from '../../contract/message.ts';
import { PlayEnded, hold } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { CLAUSES } from '../clauses.ts';
import type { ClauseId } from '../clauses.ts';
import type { Loose } from '../dialogue.ts';
import { hasCapability } from './play.ts';
import type { Play } from './play.ts';
import { SLEEPER, sleeperStyle } from './sleeper.ts';

interface Exchange {
  readonly why: string;
  readonly clause: string;
  readonly harness?: Loose;
  readonly line?: string;
  readonly runner: Loose;
  readonly exact: readonly string[];
}
const EXCHANGES: readonly Exchange[] = fixture.exchanges;

const clauseOf = ({ clause }: Exchange): ClauseId => {
  const known = CLAUSES.find(({ id }) => id === clause);
  if (known === undefined) throw new Error(`the transcript names the unknown clause ${clause}`);
  return known.id;
};
const opens = ({ runner }: Exchange): boolean => runner['kind'] === 'prepared';
const UNTIL_PREPARED = EXCHANGES.slice(0, EXCHANGES.findIndex(opens));
const FROM_PREPARED = EXCHANGES.slice(UNTIL_PREPARED.length);

export const transcript: Play = {
  title: 'the transcript',
  clauses: [...new Set(EXCHANGES.map(clauseOf))],
  async perform(bench, ready) {
    const style = sleeperStyle(bench, ready, FROM_PREPARED.map(clauseOf));
    await bench.withRunner(async (runner) => {
      const { directory, sidecar } = bench.place();
      const fill = (text: string): string =>
        text
          .replace('"{style}"', () => JSON.stringify(style ?? bench.runtime.manifest.defaultStyle))
          .replace('"{directory}"', () => JSON.stringify(directory))
          .replace('"{samples}"', () => JSON.stringify(sidecar.samples))
          .replace('"{events}"', () => JSON.stringify(sidecar.events));
      for (const exchange of style === null ? UNTIL_PREPARED : EXCHANGES) {
        if (!isAsked(bench, exchange, ready)) continue;
        const line = exchange.line ?? fill(JSON.stringify(exchange.harness));
        const answer = await runner.ask(exchange.line ?? (JSON.parse(line) as Loose), bench.limits.startMs);
        const wanted = Object.fromEntries(exchange.exact.map((field) => [field, exchange.runner[field]]));
        const held = hold(bench, clauseOf(exchange), runner, answer, {
          what: sentence(exchange.why),
          wanted,
        });
        if (answer.kind !== 'message') throw new PlayEnded(`the transcript ended early: ${exchange.why}`);
        if (!held && opens(exchange)) throw new PlayEnded(`${SLEEPER} could not be prepared`);
      }
    });
  },
};

/** Tokens are for runners that have a place for them. */
function isAsked({ verdicts }: Bench, exchange: Exchange, ready: ReadyMessage): boolean {
  if (exchange.harness?.['kind'] !== 'slices' || hasCapability(ready, 'slices')) return true;
  verdicts.notApplicable(clauseOf(exchange), 'the runner does not name the capability `slices`');
  return false;
}

const sentence = (why: string): string => `${why.charAt(0).toUpperCase()}${why.slice(1)}`;
