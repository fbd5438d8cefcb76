// The judgement of one cell: its invocations alone, compared with each other where they must be equal, and the rates of its divergences.
import { divergenceRates } from '../../check/divergence-rates.ts';
import { runOf } from '../../check/invocation-ends.ts';
import { judgeCell } from '../../check/judge-cell.ts';
import type { CellJudgement } from '../../check/judge-cell.ts';
import { applicable } from '../../check/known-divergences.ts';
import { onlyRules } from '../../check/only-rules.ts';
import { judgeSameAgain } from '../../check/same-again.ts';
import { share } from '../../check/verdict-sentences.ts';
import type { Result } from '../../contract/failure.ts';
import type { Checking } from '../../contract/request.ts';
import type { Divergence } from '../../contract/result.ts';
import type { Judgement, KnownDivergence } from '../../contract/verdict.ts';
import type { CellEntry } from '../conduct/ledger.ts';

export interface EntryContext {
  readonly runner: string;
  readonly version: string;
  /** Of the scenario. */
  readonly known: readonly KnownDivergence[];
  readonly checking: Checking | null;
}

export type EntryJudgement = CellJudgement & { readonly divergences?: Divergence[] };

export function judgeEntry(entry: CellEntry, context: EntryContext): EntryJudgement {
  const { scenario, subject, inspected } = entry;
  const { runner, version, checking } = context;
  const rules = new Set(checking?.rules ?? []);
  const by = { runner, version, style: subject.style };
  const known = context.known.filter(({ rule }) => rules.size === 0 || rules.has(rule));
  const entries = applicable(context.known, by);
  const records = inspected.map(({ record }) => record);
  const alone = inspected.map(({ judgement }) => judgement);
  const compared = inspected.map((one) => one.compared);
  const together =
    checking === null ? alone : judgeSameAgain({ scenario, records, judgements: alone, entries, compared });
  const judgements = rules.size === 0 ? together : together.map((result) => restricted(result, rules));
  const judged = judgeCell({ records, judgements, known, ...by });
  // What was never begun is no part of a rate.
  const begun = judgements.filter((_, index) => records[index]?.outcome.kind !== 'not-run');
  const divergences = divergenceRates(begun, entries);
  const reason = otherRules(judged, together, rules) ?? judged.reason;
  return { ...judged, reason, ...(divergences.length === 0 ? {} : { divergences }) };
}

function restricted(result: Result<Judgement>, rules: ReadonlySet<string>): Result<Judgement> {
  return result.ok ? { ok: true, value: onlyRules(result.value, rules) } : result;
}

/** Broken rules that `--rule` does not select still prevent a proof; null where there are none. */
function otherRules(
  { verdict, findings, ends }: CellJudgement,
  together: readonly Result<Judgement>[],
  rules: ReadonlySet<string>,
): string | null {
  if (verdict !== 'inconclusive' || findings.length > 0) return null;
  const broken = together.flatMap((result) => (result.ok ? result.value.rulesBroken : []));
  const others = [...new Set(broken)].filter((id) => !rules.has(id));
  if (others.length === 0) return null;
  const { diverged } = ends;
  const often = diverged < runOf(ends) ? `, in ${share(diverged, runOf(ends))}` : '';
  return `breaks ${others.join(', ')}, which --rule does not select${often}`;
}
