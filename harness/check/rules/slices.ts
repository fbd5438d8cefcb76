// Harness rules W1, W4 and W5 on slices: some follow the warm-up, each has the requested number of operations, and they do not overlap.
import type { SliceRecord } from '../../contract/invocation.ts';
import type { SliceColumns } from '../../contract/trace.ts';
import type { FindingClass } from '../../contract/verdict.ts';
import type { FindingDraft } from '../breach.ts';

/** The first of each kind: one lie is enough to make all others worthless. */
export function sliceDrafts({ asked, warmup }: SliceRecord, columns: SliceColumns): FindingDraft[] {
  const rows = columns.start.length;
  if (rows < asked.length || rows <= warmup)
    return [
      draft(
        'W5',
        'empty',
        `${rows} slices were recorded of ${asked.length} that were asked for, the first ${warmup} of them as warm-up`,
      ),
    ];
  return [...operationsOf(asked, columns), ...orderOf(columns)];
}

function operationsOf(asked: readonly number[], { operations }: SliceColumns): FindingDraft[] {
  if (operations.length > asked.length)
    return [draft('W4', 'count', `${operations.length} slices were recorded, not ${asked.length}`)];
  const odd = asked.findIndex((count, i) => operations[i] !== count);
  if (odd === -1) return [];
  return [draft('W4', 'count', `slice ${odd + 1} had ${operations[odd]} operations, not ${asked[odd]}`)];
}

/** Written so that what is no number is found, too. */
function orderOf({ start, end }: SliceColumns): FindingDraft[] {
  const starts = [...start];
  const backwards = starts.findIndex((startNs, i) => !((end[i] ?? Number.NaN) >= startNs));
  const early = starts.findIndex((startNs, i) => !(startNs >= (end[i - 1] ?? 0)));
  const drafts: FindingDraft[] = [];
  if (backwards !== -1)
    drafts.push(
      draft(
        'W1',
        'clock',
        `slice ${backwards + 1} ends at ${end[backwards]} ns, before its start at ${start[backwards]} ns`,
      ),
    );
  if (early !== -1)
    drafts.push(
      draft(
        'W1',
        'clock',
        `slice ${early + 1} starts at ${start[early]} ns, before the last one ended at ${end[early - 1] ?? 0} ns`,
      ),
    );
  return drafts;
}

function draft(rule: 'W1' | 'W4' | 'W5', found: FindingClass, text: string): FindingDraft {
  return { rule, class: found, key: null, index: null, text, expected: [], observed: [] };
}
