// Stalls: a loop that is busy as often and as long as was requested, and says so.
import { PlayEnded, hold, isKind, plainBreach } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { Loose } from '../dialogue.ts';
import { hasCapability } from './play.ts';
import type { Play } from './play.ts';
import { openSleeper, roundOf, sleeperStyle } from './sleeper.ts';

const STALLS = [
  { afterMs: 5, forMs: 40 },
  { afterMs: 5, forMs: 40 },
  { afterMs: 5, forMs: 40 },
];
/** The round outlasts all stalls, even on a busy machine. */
const PARAMS = { periodMs: 20, ticks: 20 };
/** A loop that sleeps instead neither runs nor waits for a CPU; one that reads the clock does one or the other all the time. */
const LEAST_BUSY_NS = 20e6;

export const stalling: Play = {
  title: 'stalls of the loop',
  clauses: ['C601'],
  async perform(bench, ready) {
    if (!hasCapability(ready, 'stalls'))
      return bench.verdicts.notApplicable('C601', 'the runner does not name the capability `stalls`');
    const style = sleeperStyle(bench, ready, ['C601']);
    if (style === null) return;
    await bench.withGreeted(async (runner) => {
      await openSleeper(bench, runner, 'C601', { ...bench.place(), style, params: PARAMS });
      const usual = await runner.ask(roundOf(20, 0, 'digest'), bench.limits.startMs);
      if (!isKind(usual, 'rounded')) throw new PlayEnded('a round was not answered with `rounded`');
      const stalled = await runner.ask(roundOf(21, 1, 'digest', { stalls: STALLS }), bench.limits.startMs);
      const question = { what: 'Stalls were requested', wanted: { kind: 'rounded', stalls: STALLS.length } };
      if (!hold(bench, 'C601', runner, stalled, question) || stalled.kind !== 'message') return;
      judgeBusy(bench, longerBusy(stalled.message, usual.message));
      if ('stalls' in usual.message)
        bench.verdicts.broken(
          'C601',
          plainBreach('`rounded` has `stalls` where none were requested.', 'no such field'),
        );
    });
  },
};

function judgeBusy({ verdicts }: Bench, moreNs: number): void {
  if (moreNs >= LEAST_BUSY_NS) return;
  const what = `A round with stalls of 120 ms in all ran, or waited for a CPU, ${Math.round(moreNs / 1e6)} ms longer than one without.`;
  verdicts.broken('C601', plainBreach(what, 'a loop that is busy with reading the clock'));
}

/**
 * The CPU time, and where the runner knows it what it waited for a CPU, which others may have had meanwhile. A round without stalls that
 * waited longer, by chance, takes nothing from the CPU time of the stalls.
 */
export function longerBusy(stalled: Loose, usual: Loose): number {
  const [own, other] = [busyOf(stalled), busyOf(usual)];
  return own.cpuNs - other.cpuNs + Math.max(0, own.waitNs - other.waitNs);
}

const busyOf = ({ resources }: Loose): { readonly cpuNs: number; readonly waitNs: number } => {
  const { userCpuNs, systemCpuNs, waitNs } = Object(resources) as Readonly<Record<string, unknown>>;
  const cpuNs = Number(userCpuNs) + Number(systemCpuNs);
  return { cpuNs, waitNs: typeof waitNs === 'number' ? waitNs : 0 };
};
