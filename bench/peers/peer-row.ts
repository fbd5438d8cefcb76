// What the repetitions of one peer say about one cell: how often it is wrong, how often right, and how long it would need to be as right as the gate.
import { mean } from '../../harness/stats/mean.ts';
import { proportion } from '../../harness/stats/proportion.ts';
import type { Proportion } from '../../harness/stats/proportion.ts';
import { neededPairs } from './needed-pairs.ts';
import type { PeerTrial } from './peer.ts';
import type { PeerVerdict } from './rules.ts';

export interface PeerRule {
  readonly rule: string;
  /** Of two equal builds. */
  readonly falseAlarms: Proportion;
  readonly slower: Proportion;
}

export interface PeerRow {
  readonly cell: string;
  readonly peer: string;
  readonly title: string;
  readonly repetitions: number;
  /** Of one comparison, as the peer does it. */
  readonly seconds: number;
  readonly rules: readonly PeerRule[];
  /** Spread of one pair, as a logarithm; null: too few values. */
  readonly pairSd: number | null;
  /** Pairs and seconds for 95 % power on the slowdown at 1 % true false alarms; null: unknown, or never. */
  readonly neededPairs: number | null;
  readonly neededSeconds: number | null;
}

const LEVEL = 0.95;

export function peerRow(
  head: Pick<PeerRow, 'cell' | 'peer' | 'title'>,
  trials: readonly PeerTrial[],
  effect: number,
): PeerRow {
  const pairSd = pairSdOf(trials);
  const pairs =
    pairSd === null || pairSd === 0 ? null : neededPairs({ effect, pairSd, falseAlarms: 0.01, power: 0.95 });
  const perPair = mean(trials.map(({ secondsPerPair }) => secondsPerPair));
  return {
    ...head,
    repetitions: trials.length,
    seconds: mean(trials.map(({ seconds }) => seconds)),
    rules: rulesOf(trials),
    pairSd,
    neededPairs: pairs,
    neededSeconds: pairs === null ? null : pairs * perPair,
  };
}

function rulesOf(trials: readonly PeerTrial[]): PeerRule[] {
  const share = (verdicts: readonly PeerVerdict[], hit: (verdict: PeerVerdict) => boolean): Proportion =>
    proportion(verdicts.filter(hit).length, verdicts.length, LEVEL);
  const rules = [...new Set(trials.flatMap(({ verdicts }) => verdicts.map(({ rule }) => rule)))];
  return rules.map((rule) => {
    const own = trials.flatMap(({ verdicts }) => verdicts.filter((verdict) => verdict.rule === rule));
    return {
      rule,
      falseAlarms: share(
        own.map(({ unchanged }) => unchanged),
        (verdict) => verdict !== 'none',
      ),
      slower: share(
        own.map(({ slowed }) => slowed),
        (verdict) => verdict === 'slower',
      ),
    };
  });
}

/**
 * Pooled over all groups. Of values of single processes a pair has twice the variance; what drifts between blocks of processes is
 * left out, which flatters the peer. Groups of one value, as tinybench's processes give them, are put together over the trials.
 */
function pairSdOf(trials: readonly PeerTrial[]): number | null {
  const groups = trials.flatMap(({ groups }) => groups);
  const single = groups.every(({ length }) => length === 1);
  const kinds = trials[0]?.groups.length ?? 0;
  const used = single
    ? Array.from({ length: kinds }, (_, kind) => trials.flatMap((trial) => trial.groups[kind] ?? []))
    : groups;
  let squares = 0;
  let df = 0;
  for (const group of used) {
    const centre = mean(group);
    squares += group.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    df += group.length - 1;
  }
  if (df < 2) return null;
  return Math.sqrt((squares / df) * (trials[0]?.paired === true ? 1 : 2));
}
