// Harness rule W3 on notices: a change cannot be noticed before it began, nor after its acknowledgement arrived.
import type { FindingDraft } from '../breach.ts';
import type { WitnessedRound } from './witnessed-round.ts';

/** From the first system call of a change to the arrival of its acknowledgement; null when that never came. */
export interface NoticeSpan {
  readonly beganNs: number;
  readonly acknowledgedNs: number | null;
}

/**
 * Sample i is about the i-th acknowledged change. Only for scenarios with a metric that joins samples with the witness:
 * elsewhere a sample is no time of a notice. With lost changes nobody can say which sample is about which: they are
 * findings already, and the rest is left alone.
 */
export function noticeDrafts(seen: WitnessedRound, spans: readonly NoticeSpan[]): FindingDraft[] {
  const { scenario, round, clock } = seen;
  const joined = scenario.metrics.some(
    ({ source }) => source.kind === 'sample-quantile' && source.join === 'notice',
  );
  if (!joined || clock === null || spans.some(({ acknowledgedNs }) => acknowledgedNs === null)) return [];
  const count = round.samples?.count ?? 0;
  if (count !== spans.length) return [draft(null, `${count} notices were sampled, not ${spans.length}`)];
  return outside(seen, spans, clock.offsetNs, clock.errorNs);
}

function outside(
  seen: WitnessedRound,
  spans: readonly NoticeSpan[],
  offsetNs: number,
  errorNs: number,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  let index = 0;
  for (const chunk of seen.samples())
    for (const sample of chunk) {
      const { beganNs, acknowledgedNs } = spans[index] ?? { beganNs: 0, acknowledgedNs: 0 };
      const noticedNs = sample + offsetNs;
      if (!(noticedNs >= beganNs - errorNs))
        drafts.push(draft(index, `notice ${index} came ${beganNs - noticedNs} ns before its change began`));
      else if (noticedNs > (acknowledgedNs ?? 0) + errorNs)
        drafts.push(
          draft(
            index,
            `notice ${index} came ${noticedNs - (acknowledgedNs ?? 0)} ns after its acknowledgement`,
          ),
        );
      index++;
    }
  return drafts;
}

function draft(index: number | null, text: string): FindingDraft {
  return { rule: 'W3', class: 'witness', key: null, index, text, expected: [], observed: [] };
}
