// The level of an interval at each interim analysis, so that all analyses together err by the total.
import { SEQUENTIAL_TABLE } from './sequential-table.ts';
import type { LookTest } from './simulate-levels.ts';

export interface PlannedLooks {
  readonly test: LookTest;
  /** The chance that any interim analysis calls a difference between equal sides: 0.01 or 0.05. */
  readonly total: number;
  /** Numbers of pairs of the interim analyses, ascending. */
  readonly looks: readonly number[];
}

/**
 * The two-sided level of each look, the same at all of them. Known are the schedule of the table, its beginnings, and each of its
 * looks alone; a single look of Student's test may be anywhere, because there the level is the total. Throws for any other plan:
 * `scripts/sequential-levels.mjs` makes the table for a new one. A plan may always end early, which only errs less.
 */
export function lookLevel({ test, total, looks }: PlannedLooks): number {
  const known = SEQUENTIAL_TABLE[test].find((row) => row.total === total);
  if (known === undefined || looks.length === 0) throw unknownPlan(test, total, looks);
  const [only, ...more] = looks;
  if (test === 't' && more.length === 0) return total;
  const schedule: readonly number[] = SEQUENTIAL_TABLE.schedule;
  const level =
    more.length === 0
      ? known.alone[schedule.indexOf(only ?? 0)]
      : looks.every((pairs, index) => pairs === schedule[index])
        ? known.first[looks.length - 1]
        : undefined;
  if (level === undefined) throw unknownPlan(test, total, looks);
  return level;
}

function unknownPlan(test: LookTest, total: number, looks: readonly number[]): RangeError {
  return new RangeError(`no level is known for ${test} with a total of ${total} over looks at [${looks}]`);
}
