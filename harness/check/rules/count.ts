// Rule `count`: the number of events of a kind is the product of the named parameters.
import type { Parameters } from '../../contract/message.ts';
import type { Rule } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';
import type { Alphabet } from '../alphabet.ts';
import type { Breaches, TraceCheck } from '../breach.ts';

type CountRule = Extract<Rule, { kind: 'count' }>;

export function checkCount(rule: CountRule, alphabet: Alphabet, params: Parameters): TraceCheck {
  const counted = alphabet.codeOf(rule.event);
  const wanted = productOf(rule, params);
  let found = 0;

  function push(columns: EventColumns): void {
    for (let row = 0; row < columns.kind.length; row++) if (columns.kind[row] === counted) found++;
  }

  function finish(): Breaches {
    if (found === wanted) return { count: 0, kept: [] };
    const text = `${found} \`${rule.event}\` happened, not ${wanted}`;
    return { count: 1, kept: [{ rule: rule.id, class: 'count', key: null, row: null, text }] };
  }

  return { push, finish };
}

function productOf(rule: CountRule, params: Parameters): number {
  let product = 1;
  for (const factor of rule.product) product *= typeof factor === 'number' ? factor : Number(params[factor]);
  if (!Number.isFinite(product))
    throw new Error(`rule ${rule.id} multiplies parameters that are not numbers`);
  return product;
}
