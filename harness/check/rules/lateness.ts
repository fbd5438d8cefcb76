// Rule `lateness`: no sample is earlier than the tolerance that the runtime documents. Signed: lateness itself is never an error.
import type { Rule } from '../../contract/scenario.ts';
import type { FindingDraft } from '../breach.ts';

type LatenessRule = Extract<Rule, { kind: 'lateness' }>;

export interface LatenessResult {
  readonly samples: number;
  readonly early: number;
  /** About the earliest sample. */
  readonly draft: FindingDraft | null;
}

export function checkLateness(
  rule: LatenessRule,
  chunks: Iterable<Float64Array>,
  timerEarlyNs: number,
): LatenessResult {
  let samples = 0;
  let early = 0;
  let earliest = 0;
  let earliestIndex = -1;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      // Written so that NaN counts as early: it is no lateness at all.
      if (value >= -timerEarlyNs) continue;
      early++;
      if (earliestIndex < 0 || !(value >= earliest)) {
        earliest = value;
        earliestIndex = samples + i;
      }
    }
    samples += chunk.length;
  }
  return { samples, early, draft: early === 0 ? null : draft(rule, earliest, earliestIndex, timerEarlyNs) };
}

function draft(rule: LatenessRule, earliest: number, index: number, timerEarlyNs: number): FindingDraft {
  const text = `sample ${index} is ${earliest} ns; not earlier than -${timerEarlyNs} ns is allowed`;
  return { rule: rule.id, class: 'early', key: null, index, text, expected: [], observed: [] };
}
