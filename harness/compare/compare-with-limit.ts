// Every subject against the limit, within one run: the same pairs, intervals and verdicts as those against the reference.
import type { Cell, LimitView } from '../contract/result.ts';
import { compareSubjects } from './compare-subjects.ts';
import type { SubjectsInput } from './compare-subjects.ts';

/**
 * The first of these runtimes that takes part is the limit. Its comparisons are a family of their own: they widen no interval of the others, and
 * share a chance of error that is as large. Blocks that it does not take part in, or where it is known to diverge, have none: nothing stands in for a limit.
 * Null: there is no limit, or nothing beside it.
 */
export function compareWithLimit(
  input: Omit<SubjectsInput, 'reference'>,
  limits: readonly string[],
): LimitView | null {
  const { cells } = input;
  const usable = cells.filter(isLimit);
  const runtime = limits.find((id) => usable.some(({ subject }) => isOf(subject, id)));
  if (runtime === undefined) return null;
  const own = usable.filter(({ subject }) => isOf(subject, runtime));
  const subject = own[0]?.subject ?? runtime;
  const held = cells.filter((cell) => own.some(({ scenario, set }) => inBlock(cell, scenario, set)));
  const { comparisons, intervals } = compareSubjects({ ...input, cells: held, reference: subject });
  return comparisons.length === 0 ? null : { subject, comparisons: [...comparisons], intervals };
}

const isLimit = ({ side, verdict }: Cell): boolean =>
  side === 'head' && verdict !== 'unsupported' && verdict !== 'known-divergence';

const isOf = (subject: string, runtime: string): boolean => subject.startsWith(`${runtime}/`);

const inBlock = (cell: Cell, scenario: string, set: string): boolean =>
  cell.scenario === scenario && cell.set === set;
