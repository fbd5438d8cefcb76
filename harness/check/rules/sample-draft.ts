// A finding of harness rule W7, before the round is added. `index` is the number of the sample in its round.
import type { FindingClass } from '../../contract/verdict.ts';
import type { FindingDraft } from '../breach.ts';

export function sampleDraft(found: FindingClass, index: number | null, text: string): FindingDraft {
  return { rule: 'W7', class: found, key: null, index, text, expected: [], observed: [] };
}
