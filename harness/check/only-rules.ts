// A judgement restricted to some rules: findings of the others are left out, but the invocation is not proved by that.
import type { Judgement } from '../contract/verdict.ts';

/** `proof` stays as it was: it is null where another rule is broken. */
export function onlyRules(judgement: Judgement, rules: ReadonlySet<string>): Judgement {
  const findings = judgement.findings.filter(({ rule }) => rules.has(rule));
  return {
    ...judgement,
    findings,
    findingCount: findings.length,
    rulesKept: judgement.rulesKept.filter((id) => rules.has(id)),
    rulesBroken: judgement.rulesBroken.filter((id) => rules.has(id)),
  };
}
