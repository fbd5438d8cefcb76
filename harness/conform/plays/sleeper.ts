// The workload that plays about rounds use: `timers.sleep_loop`, whose events depend on its parameters alone.
import type { AlphabetEntry, ReadyMessage } from '../../contract/message.ts';
import { PlayEnded, isKind, plainBreach, wordsOf } from '../bench.ts';
import type { Bench, RoundPlace } from '../bench.ts';
import type { ClauseId } from '../clauses.ts';
import type { Dialogue, Loose } from '../dialogue.ts';
import { styleOf } from './play.ts';

export const SLEEPER = 'timers.sleep_loop';
const ALPHABET: readonly AlphabetEntry[] = [
  { name: 'arm', code: 1, order: 'sequence' },
  { name: 'fire', code: 2, order: 'sequence' },
];
/** No play waits for the end of such a sleep. */
export const ENDLESS = { periodMs: 3_600_000, ticks: 1 };

/** The style of the sleeper; where the runner has none, the clauses do not apply. */
export function sleeperStyle(bench: Bench, ready: ReadyMessage, clauses: readonly ClauseId[]): string | null {
  const style = styleOf(ready, SLEEPER);
  if (style === null)
    for (const clause of clauses)
      bench.verdicts.notApplicable(clause, `the runner does not name ${SLEEPER}, with which it is asked`);
  return style;
}

export interface SleeperRequest extends RoundPlace {
  readonly style: string;
  readonly params: Readonly<Record<string, number>>;
  readonly more?: Loose;
}

export const prepareSleeper = ({ style, params, directory, sidecar, more = {} }: SleeperRequest): Loose => ({
  kind: 'prepare',
  id: 10,
  scenario: SLEEPER,
  style,
  params,
  seed: 7,
  nonce: '0123456789abcdef',
  directory,
  endpoints: {},
  sidecar,
  alphabet: ALPHABET,
  capacity: { events: 200, samples: 200 },
  ...more,
});

export const roundOf = (id: number, round: number, record: string, more: Loose = {}): Loose => ({
  kind: 'round',
  id,
  round,
  purpose: record === 'full' ? 'traced' : 'measured',
  record,
  limitNs: 60e9,
  endpoints: {},
  ...more,
});

/** Prepares it; where that fails, `clause` is broken and the play is over. */
export async function openSleeper(
  bench: Bench,
  runner: Dialogue,
  clause: ClauseId,
  request: SleeperRequest,
): Promise<void> {
  const answer = await runner.ask(prepareSleeper(request), bench.limits.startMs);
  if (isKind(answer, 'prepared')) return;
  const { style, params } = request;
  const asked = `${SLEEPER} in the style ${style} with ${JSON.stringify(params)}`;
  bench.verdicts.broken(
    clause,
    plainBreach(`${asked} could not be prepared: ${wordsOf(answer)}.`, '`prepared`', {
      request: runner.lastRequest.slice(0, 400),
      answer: answer.kind === 'message' ? answer.line.slice(0, 400) : null,
      evidence: runner.stderr,
    }),
  );
  throw new PlayEnded(`${SLEEPER} could not be prepared`);
}
