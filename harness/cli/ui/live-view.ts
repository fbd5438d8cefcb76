// What a live terminal shows of a run: at most eight lines, made when an invocation begins or ends.
import { groupedBy } from '../../contract/grouped.ts';
import type { Step } from '../../contract/plan.ts';
import { expectedMsOf } from '../../plan/pace.ts';
import { formatWait } from '../../../reports/words/format.ts';

export interface LiveState {
  /** How far the run is, in words. */
  readonly head: string;
  /** The same as a share. */
  readonly share: number;
  /** How many invocations kept their contract. */
  readonly kept: number;
  /** How many broke a rule or did not finish. */
  readonly bad: number;
  /** One of each block that is being carried out; at least one. */
  readonly running: readonly Step[];
}

const BAR = 40;
/** Further blocks are counted. */
const MOST_BLOCKS = 3;

export function liveLines({ head, share, kept, bad, running }: LiveState): readonly string[] {
  const full = Math.floor(share * BAR);
  const lines = [...groupedBy(running, runningLine)].map(([line, alike]) =>
    alike.length === 1 ? line : `${line}, ${alike.length} at once`,
  );
  const more = lines.length - MOST_BLOCKS;
  return [
    head,
    '█'.repeat(full) + '░'.repeat(BAR - full),
    ...lines.slice(0, MOST_BLOCKS),
    ...(more > 0 ? [`and ${more} more`] : []),
    `${kept} kept their contract${bad === 0 ? '' : `, ${bad} did not`}`,
    'Ctrl-C once: finish this window and save; twice: stop at once',
  ];
}

function runningLine({ block, cell }: Step): string {
  const alone = block.sampling === 'plain';
  const what = alone ? `${cell.subject} in ${block.id}` : block.id;
  return `measuring ${what}, about ${formatWait(expectedMsOf(block))}${alone ? '' : ' a subject'}`;
}
