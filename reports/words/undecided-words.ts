// What a row without a verdict lacks, in words.
import type { Comparison } from '../../harness/contract/result.ts';
import { formatCount, formatWait } from './format.ts';

/** The reason of a row, and of one that its interval leaves unclear, what a verdict would take. Empty: the verdict says it all. */
export function reasonOf(row: Comparison): string {
  const { verdict, reason, needs } = row;
  if (verdict !== 'unclear' || needs === undefined) return reason;
  return reason === '' ? takes(row, needs) : `${reason}; ${takes(row, needs)}`;
}

function takes({ moreMs, pairs }: Comparison, needs: number | null): string {
  if (needs === null) return 'a verdict would take more pairs than a run has';
  const time = moreMs === undefined ? '' : `, about ${formatWait(moreMs)} more`;
  return `${formatCount(needs - pairs)} more pairs may decide it${time}`;
}
