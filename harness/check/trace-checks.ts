// The rules that read whole traces, made ready to follow one. The registry of rule kinds.
import type { Parameters } from '../contract/message.ts';
import { assertNever } from '../contract/failure.ts';
import type { Rule } from '../contract/scenario.ts';
import type { Alphabet } from './alphabet.ts';
import type { TraceCheck } from './breach.ts';
import { checkAtMost } from './rules/at-most.ts';
import { checkAlternate } from './rules/alternate.ts';
import { checkConcurrency } from './rules/concurrency.ts';
import { checkConverge } from './rules/converge.ts';
import { checkCount } from './rules/count.ts';
import { checkEdge } from './rules/edge.ts';
import { checkForbid } from './rules/forbid.ts';
import { checkNeverAfter } from './rules/never-after.ts';
import { checkNotBefore } from './rules/not-before.ts';
import { checkOverlap } from './rules/overlap.ts';
import { checkRate } from './rules/rate.ts';

/** Null for the rules that are not about the order of a trace. */
export function traceCheck(
  rule: Rule,
  alphabet: Alphabet,
  params: Parameters,
  timerEarlyNs: number,
): TraceCheck | null {
  switch (rule.kind) {
    case 'edge':
      return checkEdge(rule, alphabet);
    case 'not-before':
      return checkNotBefore(rule, alphabet, timerEarlyNs);
    case 'converge':
      return checkConverge(rule, alphabet);
    case 'alternate':
      return checkAlternate(rule, alphabet);
    case 'forbid':
      return checkForbid(rule, alphabet);
    case 'count':
      return checkCount(rule, alphabet, params);
    case 'overlap':
      return checkOverlap(rule, alphabet);
    case 'never-after':
      return checkNeverAfter(rule, alphabet);
    case 'at-most':
      return checkAtMost(rule, alphabet, params);
    case 'rate':
      return checkRate(rule, alphabet, params, timerEarlyNs);
    case 'concurrency':
      return checkConcurrency(rule, alphabet, params);
    case 'exact':
    case 'multiset':
    case 'lateness':
    case 'resource':
    case 'witnessed-delay':
      return null;
    default:
      return assertNever(rule);
  }
}
