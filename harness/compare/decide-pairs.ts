// Decides whether B is slower, faster or the same as A: analyses the pairs in their order until an interim analysis can decide.
import type { Look, PairsJudgement } from '../contract/pairs.ts';
import { crossCheck } from './cross-check.ts';
import type { InterimDecision, PairValue } from './decide-interim.ts';
import { decideInterim } from './decide-interim.ts';
import { INTERIM_ANALYSES, analysesWithin, nextAnalysis } from './interim-analyses.ts';
import type { PairEffects } from './metric-finding.ts';
import { orderWarnings, positionBiasOf } from './position-bias.ts';

export type Decision = Omit<PairsJudgement, 'schema' | 'cell' | 'anyTime'>;

/** Pairs in the order in which they were measured. CPU time counts only when every pair that is looked at has it. */
export function decidePairs(given: readonly PairValue[], effects?: PairEffects): Decision {
  const looks = decidingAnalyses(given, effects);
  const last = looks.at(-1);
  if (last === undefined) return tooFew(given.length);
  const used = given.slice(0, last.look.pairs);
  const positionBias = positionBiasOf(used);
  const { warnings, ...signFlipP } = crossCheck(used, last.findings);
  return {
    looks: looks.map(({ look }) => look),
    verdict: last.look.verdict,
    reason: closing(last.look, given.length),
    pairsUsed: used.length,
    pairsGiven: given.length,
    detectable: detectableAt(last.look),
    positionBias,
    signFlipP,
    warnings: [...equalityWarnings(last), ...orderWarnings(used, positionBias), ...warnings],
  };
}

/** One look after the other, up to the first that has a verdict. None where there are too few pairs. */
export function decidingAnalyses(
  given: readonly PairValue[],
  effects?: PairEffects,
): readonly InterimDecision[] {
  const reached = analysesWithin(given.length);
  const pairs = withWholeCpu(given.slice(0, reached.at(-1) ?? 0));
  const looks: InterimDecision[] = [];
  for (const count of reached) {
    const decided = decideInterim(pairs.slice(0, count), effects);
    looks.push(decided);
    if (decided.look.verdict !== 'unclear') break;
  }
  return looks;
}

/** The smallest slowdown that an interim analysis could have detected by either metric, as a ratio. */
export function detectableAt({ sliceMedian, cpuMean }: Look): number {
  return Math.min(sliceMedian.detectable, cpuMean?.detectable ?? Number.POSITIVE_INFINITY);
}

function withWholeCpu(pairs: readonly PairValue[]): readonly PairValue[] {
  const whole = pairs.every(({ cpuMean }) => cpuMean !== null);
  return whole ? pairs : pairs.map((pair) => ({ ...pair, cpuMean: null }));
}

function tooFew(count: number): Decision {
  return {
    looks: [],
    verdict: 'unclear',
    reason: `${count} pairs are too few: the first interim analysis is at ${INTERIM_ANALYSES[0]} pairs`,
    pairsUsed: 0,
    pairsGiven: count,
    detectable: null,
    positionBias: null,
    signFlipP: null,
    warnings: [],
  };
}

/** Of an open verdict, what would help. */
function closing({ pairs, verdict, reason }: Look, given: number): string {
  if (verdict !== 'unclear') return reason;
  const next = nextAnalysis(pairs);
  if (next === null) return `${reason}; the last interim analysis is at ${pairs} pairs`;
  return given === pairs
    ? `${reason}; the next interim analysis is at ${next} pairs`
    : `${reason}; the next interim analysis is at ${next} pairs, ${given} were given`;
}

function equalityWarnings({ findings }: InterimDecision): string[] {
  return findings.flatMap(({ metric, tooEqual }) =>
    tooEqual
      ? [
          `${metric.title}: the pairs agree better than two processes ever do, so a spread of 0.05 % is assumed; look for copied numbers or a coarse clock`,
        ]
      : [],
  );
}
