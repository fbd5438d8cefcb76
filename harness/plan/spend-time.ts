// Where the next seconds of a run under a time budget go: to the block whose next verdicts are nearest for what they cost. Pure.

/** What is known of a block after some repetitions. */
export interface BlockOutlook {
  readonly id: string;
  /** Repetitions that have begun. */
  readonly pairs: number;
  /** The most that the plan has. */
  readonly most: number;
  /** In the pilot it gets so many repetitions while others get one. */
  readonly repeats: number;
  /** From the begin of a repetition to its end. */
  readonly lastsMs: number;
  /** What it costs: less than it lasts where several run at once. */
  readonly ms: number;
  /** For each undecided primary row: the number of pairs at which a verdict can be expected, or null. */
  readonly undecided: readonly (number | null)[];
  /** The number of its primary rows that have intervals. */
  readonly rows: number;
  /** The number of primary rows that the plan compares in it. */
  readonly compared: number;
}

/** So many pairs the block is to have next. */
export interface Spending {
  readonly id: string;
  readonly pairs: number;
}

export interface SpendingRules {
  /** Before every block has so many pairs, nothing is chosen by what was measured. */
  readonly pilot: number;
  /** The numbers of pairs at which a block may be looked at, ascending. */
  readonly looks: readonly number[];
  /** So many repetitions run at once. */
  readonly step: number;
  /** There is too little time for intervals everywhere: see `deepest`. */
  readonly deep: boolean;
}

/**
 * In the pilot the block with the fewest pairs for its repeats is next. Then the target with most verdicts a second, and where none is in reach, the block
 * whose intervals narrow most in all, up to its next look. Null: every row is decided, or nothing fits into `leftMs`. Of equals, the first.
 */
export function spendTime(
  blocks: readonly BlockOutlook[],
  leftMs: number,
  { pilot, looks, step, deep }: SpendingRules,
): Spending | null {
  const open = blocks.filter(({ pairs, most, lastsMs }) => pairs < most && lastsMs <= leftMs);
  const first = open.filter(({ pairs, repeats }) => pairs < pilot * repeats);
  const deeper = deep ? least(deepest(first, leftMs)) : null;
  if (deeper !== null) return deeper;
  if (first.length > 0)
    return least(
      first.map((block) => ({ block, pairs: block.pairs + step, cost: block.pairs / block.repeats })),
    );
  if (blocks.every(({ undecided }) => undecided.length === 0)) return null;
  return (
    least(open.flatMap((block) => verdictsOf(block, leftMs))) ??
    least(open.map((block) => narrowing(block, leftMs, { looks, step })))
  );
}

interface Candidate {
  readonly block: BlockOutlook;
  readonly pairs: number;
  /** The lower, the better. */
  readonly cost: number;
}

function least(candidates: readonly Candidate[]): Spending | null {
  const [first] = candidates.toSorted((a, b) => a.cost - b.cost);
  if (first === undefined) return null;
  const { block, pairs } = first;
  return { id: block.id, pairs: Math.min(pairs, block.most) };
}

/** With fewer pairs an interval of moderated variances is several times as wide. */
const ENOUGH_PAIRS = 4;

/**
 * Where two pairs everywhere would decide nothing, some blocks get enough for intervals: those with most rows for the time. Which they are follows
 * from the plan and from what repetitions cost, not from what was measured.
 */
function deepest(blocks: readonly BlockOutlook[], leftMs: number): Candidate[] {
  return blocks.flatMap((block): Candidate[] => {
    const ms = (ENOUGH_PAIRS - block.pairs) * block.ms;
    const possible = block.compared > 0 && block.pairs > 0 && block.pairs < ENOUGH_PAIRS && ms <= leftMs;
    return possible ? [{ block, pairs: ENOUGH_PAIRS, cost: (ENOUGH_PAIRS * block.ms) / block.compared }] : [];
  });
}

/** One for each number of pairs at which a row may be decided: milliseconds for each verdict. */
function verdictsOf(block: BlockOutlook, leftMs: number): Candidate[] {
  const targets = new Set(block.undecided.filter((pairs) => pairs !== null));
  return [...targets].flatMap((pairs): Candidate[] => {
    const ms = (pairs - block.pairs) * block.ms;
    const verdicts = block.undecided.filter((needed) => needed !== null && needed <= pairs).length;
    return pairs <= block.most && ms <= leftMs ? [{ block, pairs, cost: ms / verdicts }] : [];
  });
}

/** Widths shrink with the root of the pairs: the gain of a step is that of all rows of the block. */
function narrowing(
  block: BlockOutlook,
  leftMs: number,
  { looks, step }: Pick<SpendingRules, 'looks' | 'step'>,
): Candidate {
  const look = looks.find((at) => at > block.pairs) ?? block.most;
  const fits = (look - block.pairs) * block.ms <= leftMs;
  const pairs = Math.min(fits ? look : block.pairs + step, block.most);
  const gain = (block.rows * Math.log(pairs / Math.max(1, block.pairs))) / 2;
  return { block, pairs, cost: ((pairs - block.pairs) * block.ms) / Math.max(gain, Number.MIN_VALUE) };
}
