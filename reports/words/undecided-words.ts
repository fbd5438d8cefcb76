// What a row without a verdict lacks, in words.
import type { Comparison } from '../../harness/contract/result.ts';
import { formatCount, formatWait } from './format.ts';

/** The reason of a row; of an unclear one whose interval is the only reason, what a verdict would take. Empty: the verdict says it all. */
export function reasonOf({ verdict, reason, needs, moreMs, pairs }: Comparison): string {
  if (verdict !== 'unclear' || reason !== '' || needs === undefined) return reason;
  if (needs === null) return 'a verdict would take more pairs than a run has';
  const time = moreMs === undefined ? '' : `, about ${formatWait(moreMs)}`;
  return `${formatCount(needs - pairs)} more pairs may decide it${time}`;
}
