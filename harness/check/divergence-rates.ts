// The divergences of a cell with their rates: a divergence in one of ten invocations counts, and no retry removes it.
import type { Result } from '../contract/failure.ts';
import type { Divergence } from '../contract/result.ts';
import type { Judgement, KnownDivergence } from '../contract/verdict.ts';
import { explanationOf } from './known-divergences.ts';

/** One entry for each rule and class that was found, most frequent first. `entries`: the known divergences of this subject. */
export function divergenceRates(
  judgements: readonly Result<Judgement>[],
  entries: readonly KnownDivergence[],
): Divergence[] {
  const judged = judgements.flatMap((result) => (result.ok ? [result.value] : []));
  const rates = new Map<string, Divergence>();
  for (const { findings } of judged) {
    const own = findings.filter((finding) => finding.class !== 'empty');
    const names = new Map(own.map((finding) => [`${finding.rule} ${finding.class}`, finding]));
    for (const [name, finding] of names) {
      const { rule, class: found } = finding;
      const known = explanationOf(entries, finding)?.id ?? null;
      const runs = (rates.get(name)?.runs ?? 0) + 1;
      rates.set(name, { rule, class: found, known, runs, of: judged.length });
    }
  }
  return [...rates.values()].toSorted((a, b) => b.runs - a.runs);
}
