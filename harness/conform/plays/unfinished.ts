// Rounds that do not end: what the trail holds meanwhile, and what `halt` is answered with.
import { setTimeout as sleep } from 'node:timers/promises';
import { readTrail } from '../../contract/trail.ts';
import type { TrailRecord } from '../../contract/trail.ts';
import { readForeignBytes } from '../../files/foreign-file.ts';
import { RECORDED } from '../../files/limits.ts';
import { harnessNow } from '../../run/clock.ts';
import { PlayEnded, hold, plainBreach } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { ClauseId } from '../clauses.ts';
import type { Dialogue } from '../dialogue.ts';
import { hasCapability } from './play.ts';
import type { Play } from './play.ts';
import { ENDLESS, openSleeper, roundOf, sleeperStyle } from './sleeper.ts';

const ROUND = 3;
const LOOK_MS = 5;

export const unfinished: readonly Play[] = [
  {
    title: 'a round that does not end',
    clauses: ['C501', 'C503'],
    async perform(bench, ready) {
      const halts = offers(bench, hasCapability(ready, 'halt'), 'C501', 'halt');
      const trails = offers(bench, hasCapability(ready, 'trail'), 'C503', 'trail');
      const style = halts || trails ? sleeperStyle(bench, ready, ['C501', 'C503']) : null;
      if (style === null) return;
      await bench.withGreeted(async (runner) => {
        const place = bench.place();
        const trail = `${place.sidecar.events}.trail`;
        const more = trails ? { trail } : {};
        await openSleeper(bench, runner, halts ? 'C501' : 'C503', { ...place, style, params: ENDLESS, more });
        runner.tell(roundOf(11, ROUND, 'full'));
        if (trails) await judgeTrail(bench, trail);
        else await sleep(bench.limits.answerMs / 10);
        if (halts) await judgeHalt(bench, runner);
      });
    },
  },
  {
    title: '`halt` without a round',
    clauses: ['C502'],
    async perform(bench, ready) {
      if (!offers(bench, hasCapability(ready, 'halt'), 'C502', 'halt')) return;
      const style = sleeperStyle(bench, ready, ['C502']);
      if (style === null) return;
      await bench.withGreeted(async (runner) => {
        await openSleeper(bench, runner, 'C502', { ...bench.place(), style, params: ENDLESS });
        const answer = await runner.ask({ kind: 'halt', id: 12 }, bench.limits.answerMs);
        const wanted = { kind: 'refused', id: 12, code: 'bad-state' };
        hold(bench, 'C502', runner, answer, { what: '`halt` came without a round', wanted });
      });
    },
  },
];

function offers(bench: Bench, has: boolean, clause: ClauseId, capability: string): boolean {
  if (!has) bench.verdicts.notApplicable(clause, `the runner does not name the capability \`${capability}\``);
  return has;
}

/** The first event, the arming, comes at once; the next would come after an hour. */
async function judgeTrail(bench: Bench, path: string): Promise<void> {
  const untilNs = harnessNow() + bench.limits.answerMs * 1e6;
  let found: TrailRecord | null = null;
  while (harnessNow() < untilNs && !isWhole(found)) {
    await sleep(LOOK_MS);
    found = trailAt(path);
  }
  if (isWhole(found)) return bench.verdicts.kept('C503');
  const held =
    found === null ? 'no trail' : `a trail of round ${found.round} with ${found.events.kind.length} events`;
  const what = `In a traced round that has emitted one event, the file of the trail holds ${held} after ${bench.limits.answerMs} ms.`;
  bench.verdicts.broken('C503', plainBreach(what, `a trail of round ${ROUND} with one event, arm, id 0`));
}

const isWhole = (trail: TrailRecord | null): boolean =>
  trail !== null && trail.round === ROUND && trail.events.kind[0] === 1 && trail.events.id[0] === 0;

function trailAt(path: string): TrailRecord | null {
  try {
    return readTrail(readForeignBytes(path, RECORDED));
  } catch {
    return null;
  }
}

async function judgeHalt(bench: Bench, runner: Dialogue): Promise<void> {
  const answer = await runner.ask({ kind: 'halt', id: 12 }, bench.limits.answerMs);
  const wanted = { kind: 'halted', id: 12, round: ROUND, events: { count: 1 } };
  if (!hold(bench, 'C501', runner, answer, { what: '`halt` came in a round with one event', wanted })) return;
  if ((await runner.endInput(bench.limits.exitMs)) === null)
    throw new PlayEnded('the process outlived its stdin');
  const late = await runner.next(0);
  if (late.kind !== 'message') return;
  const what = 'Behind `halted` another message came.';
  bench.verdicts.broken(
    'C501',
    plainBreach(what, 'no reply to the round', { answer: late.line.slice(0, 400) }),
  );
}
