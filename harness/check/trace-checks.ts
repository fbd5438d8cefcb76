// The rules that read whole traces, made ready to follow one. The registry of rule kinds.
import type { Parameters } from '../contract/message.ts';
import { assertNever } from '../contract/failure.ts';
import type { Rule } from '../contract/scenario.ts';
import type { Alphabet } from './alphabet.ts';
import type { TraceCheck } from './breach.ts';
import { checkConverge } from './rules/converge.ts';
import { checkCount } from './rules/count.ts';
import { checkEdge } from './rules/edge.ts';
import { checkForbid } from './rules/forbid.ts';
import { checkNotBefore } from './rules/not-before.ts';
import { checkOverlap } from './rules/overlap.ts';

/** Null for the rules that are not about the order of a trace: `exact`, `multiset` and `lateness`. */
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
    case 'forbid':
      return checkForbid(rule, alphabet);
    case 'count':
      return checkCount(rule, alphabet, params);
    case 'overlap':
      return checkOverlap(rule, alphabet);
    case 'exact':
    case 'multiset':
    case 'lateness':
      return null;
    default:
      return assertNever(rule);
  }
}
