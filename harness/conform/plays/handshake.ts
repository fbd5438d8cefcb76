// Who the runner says it is, what its clock is like, and that it ends with its stdin.
import { setTimeout as sleep } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { Ready } from '../../contract/message.ts';
import type { ReadyMessage } from '../../contract/message.ts';
import type { Outcome } from '../../contract/invocation.ts';
import { harnessEpochNs } from '../../run/clock.ts';
import {
  clockOffset,
  finerThanClaimed,
  wrongExecutable,
  wrongImplementation,
  wrongLoop,
  wrongProtocol,
  wrongRunner,
  wrongVersion,
} from '../../run/session/handshake.ts';
import type { ClockExchange } from '../../run/session/handshake.ts';
import { groupIsAlive } from '../../run/session/process-group.ts';
import { HELLO, PlayEnded, breachOf, hold, isKind, plainBreach } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { ClauseId } from '../clauses.ts';
import type { Dialogue } from '../dialogue.ts';

/** What is asked first: without its `ready` nothing else can be. */
export const HANDSHAKE_CLAUSES: readonly ClauseId[] = [
  'C106',
  'C107',
  'C108',
  'C110',
  'C112',
  'C113',
  'C201',
  'C202',
  'C203',
  'C213',
  'C214',
  'C801',
];

/** Learns the `ready` of the runner. Throws `PlayEnded` where there is none that can be used. */
export async function playHandshake(bench: Bench): Promise<void> {
  await bench.withRunner(async (runner) => {
    const answer = await runner.ask(HELLO, bench.limits.startMs);
    const question = { what: 'The runner was greeted', wanted: { kind: 'ready', id: HELLO.id } };
    if (!hold(bench, 'C201', runner, answer, question) || answer.kind !== 'message')
      throw new PlayEnded('`hello` was not answered with `ready`');
    if (!Value.Check(Ready, answer.message)) throw new PlayEnded('`ready` does not have its form');
    bench.learn(answer.message);
    await judgeIdentity(bench, answer.message, answer.line);
    judgeNames(bench, answer.message);
    await judgeClock(bench, runner, answer.message);
    await judgeEnd(bench, runner);
  });
  // Whatever else comes in this or another conversation breaks them.
  bench.verdicts.kept('C106');
  bench.verdicts.kept('C107');
}

async function judgeIdentity(bench: Bench, ready: ReadyMessage, line: string): Promise<void> {
  const { runtime } = bench;
  const note = (clause: ClauseId, objection: Outcome | null): void => {
    if (objection === null || !('failure' in objection)) return bench.verdicts.kept(clause);
    const { cause, next } = objection.failure;
    bench.verdicts.broken(clause, plainBreach(cause, next, { answer: line.slice(0, 400) }));
  };
  note('C202', wrongProtocol(ready) ?? wrongRunner(ready, runtime));
  note(
    'C203',
    wrongImplementation(ready, runtime) ??
      wrongLoop(ready, runtime) ??
      wrongVersion(ready, runtime) ??
      (await wrongExecutable(ready, runtime)),
  );
}

function judgeNames({ verdicts }: Bench, { scenarios }: ReadyMessage): void {
  const twice = (names: readonly string[]): string[] =>
    names.filter((name, index) => names.indexOf(name) !== index);
  const repeated = [
    ...twice(scenarios.map(({ id }) => id)),
    ...scenarios.flatMap(({ id, styles }) => twice(styles).map((style) => `${id} ${style}`)),
    ...scenarios.filter(({ styles }) => styles.length === 0).map(({ id }) => `${id} without a style`),
  ];
  if (repeated.length === 0) return verdicts.kept('C801');
  const what = `\`ready.scenarios\` names ${repeated.slice(0, 5).join(', ')} more than once, or without a style.`;
  verdicts.broken('C801', plainBreach(what, 'each scenario once, with its styles'));
}

const EXCHANGES = 20;
/** Between two readings whose distance is held against the harness's clock. */
const STRETCH_MS = 100;
/** What two clocks of one machine may differ in, per nanosecond. */
const DRIFT = 1e-3;

async function judgeClock(bench: Bench, runner: Dialogue, { clock }: ReadyMessage): Promise<void> {
  const { verdicts } = bench;
  const exchanges: ClockExchange[] = [];
  for (let i = 0; i < EXCHANGES; i++) {
    if (i === EXCHANGES - 1) await sleep(STRETCH_MS);
    const answer = await runner.ask({ kind: 'clock', id: 100 + i }, bench.limits.answerMs);
    if (!isKind(answer, 'clock') || typeof answer.message['nowNs'] !== 'number') {
      verdicts.broken(
        'C207',
        breachOf(runner, answer, { what: 'The clock was asked for', wanted: { kind: 'clock' } }),
      );
      throw new PlayEnded('`clock` was not answered');
    }
    const { sentNs, receivedNs } = answer;
    exchanges.push({ sentNs, receivedNs, nowNs: answer.message['nowNs'] });
  }
  const back = exchanges.findIndex(({ nowNs }, i) => nowNs < (exchanges[i - 1]?.nowNs ?? 0));
  if (back === -1) verdicts.kept('C112');
  else {
    const [before, after] = [exchanges[back - 1]?.nowNs, exchanges[back]?.nowNs];
    const what = `Two readings, one after the other, are ${before} ns and ${after} ns.`;
    verdicts.broken('C112', plainBreach(what, 'a monotonic clock'));
  }
  judgeRate(bench, exchanges.slice(-2), clock.resolutionNs);
  const finer = finerThanClaimed(exchanges, clock.resolutionNs);
  if (finer === null || !('failure' in finer)) verdicts.kept('C213');
  else verdicts.broken('C213', plainBreach(finer.failure.cause, finer.failure.next));
  judgeEpoch(bench, exchanges, clock);
}

function judgeRate({ verdicts }: Bench, [first, last]: readonly ClockExchange[], resolutionNs: number): void {
  if (first === undefined || last === undefined) return;
  const counted = last.nowNs - first.nowNs;
  const least = last.sentNs - first.receivedNs;
  const most = last.receivedNs - first.sentNs;
  const error = 2 * resolutionNs + DRIFT * most;
  if (counted >= least - error && counted <= most + error) return verdicts.kept('C113');
  const what = `Between two readings the runner counted ${counted} ns, and ${Math.round(least)} to ${Math.round(most)} ns passed.`;
  verdicts.broken('C113', plainBreach(what, 'whole nanoseconds, as they pass'));
}

function judgeEpoch(
  { verdicts }: Bench,
  exchanges: readonly ClockExchange[],
  clock: ReadyMessage['clock'],
): void {
  if (clock.epochNs === null) return verdicts.notApplicable('C214', '`clock.epochNs` is null');
  if (clock.name !== 'CLOCK_MONOTONIC')
    return verdicts.notApplicable('C214', `evenloop does not read the clock ${clock.name}`);
  if (clockOffset(exchanges, clock, harnessEpochNs).source === 'shared-epoch') return verdicts.kept('C214');
  const what = `By \`clock.epochNs\`, ${clock.epochNs}, the readings of the runner are not times of ${clock.name}.`;
  verdicts.broken('C214', plainBreach(what, 'the time of that clock at which the runner reads 0, or null'));
}

async function judgeEnd(bench: Bench, runner: Dialogue): Promise<void> {
  const { verdicts, limits } = bench;
  const exit = await runner.endInput(limits.exitMs);
  if (exit?.kind === 'code' && exit.code === 0) verdicts.kept('C108');
  else
    verdicts.broken(
      'C108',
      plainBreach(endWords(exit, limits.exitMs), 'the exit code 0', { evidence: runner.stderr }),
    );
  if (exit !== null) judgeRest(bench, runner);
}

export function endWords(exit: Awaited<ReturnType<Dialogue['endInput']>>, limitMs: number): string {
  if (exit === null) return `The process still ran ${limitMs} ms after its stdin had ended.`;
  return exit.kind === 'code'
    ? `The process exited with code ${exit.code} when its stdin ended.`
    : `The process was killed by ${exit.signal} when its stdin ended.`;
}

/** The process itself is gone: who of its group is not? */
export function judgeRest({ verdicts }: Bench, { pid }: Dialogue): void {
  if (!groupIsAlive(pid)) return verdicts.kept('C110');
  const what = `The runner has ended, and a process that it started still runs in its group, ${pid}.`;
  verdicts.broken('C110', plainBreach(what, 'no process of the group'));
}
