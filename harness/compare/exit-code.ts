// The reasons of a command's exit code: all of them, and the code that outranks the others.
import type { Static } from 'typebox';
import type { ExitCode, Failure, FailureCode } from '../contract/failure.ts';
import { EXIT, EXIT_PRECEDENCE, FAILURE_CODES } from '../contract/failure.ts';
import type { Cell, Change, Comparison, Reason } from '../contract/result.ts';

export type ExitReason = Static<typeof Reason>;

export interface ExitInput {
  readonly cells: readonly Cell[];
  /** Of `run`; not asked unless `strict`. */
  readonly comparisons: readonly Comparison[];
  /** Of `compare`; null when nothing was to be compared over time. */
  readonly changes: readonly Change[] | null;
  readonly interrupted: boolean;
  /** Inconclusive rows fail too. */
  readonly strict: boolean;
  /** Trouble outside any cell: an unusable runner, an unwritable output. */
  readonly failures: readonly Failure[];
}

export interface Exit {
  readonly code: ExitCode;
  /** Worst first. */
  readonly reasons: ExitReason[];
}

export function exitOf(input: ExitInput): Exit {
  const reasons = [
    ...interruption(input),
    ...input.failures.map(ofFailure),
    ...input.cells.flatMap(ofCell),
    ...nothingMeasured(input),
    ...ofChanges(input),
    ...inconclusive(input),
  ].toSorted((a, b) => rankOf(a) - rankOf(b));
  const code = EXIT_PRECEDENCE.find((candidate) => reasons.some(({ exit }) => exit === candidate));
  return { code: code ?? EXIT.ok, reasons };
}

function rankOf({ exit }: ExitReason): number {
  const rank = EXIT_PRECEDENCE.findIndex((code) => code === exit);
  return rank < 0 ? EXIT_PRECEDENCE.length : rank;
}

function interruption({ interrupted }: ExitInput): ExitReason[] {
  if (!interrupted) return [];
  const cause = 'the run was interrupted; what was finished is saved';
  return [
    {
      code: 'interrupted',
      exit: EXIT.interrupted,
      cause,
      next: 'Measure the rest with --resume <run>, or run it again.',
    },
  ];
}

function ofFailure({ code, cause, next }: Pick<Failure, 'code' | 'cause' | 'next'>): ExitReason {
  return { code, exit: FAILURE_CODES[code].exit, cause, next };
}

const NO_ANSWER: FailureCode = 'EL2006';

/**
 * One reason for each failure and each broken promise of a cell. Where all that a round lacked when it hung is a known divergence, the hang
 * is what the divergence looks like: whoever waits for an event that is lost does not end. A crash is no such thing.
 */
function ofCell(cell: Cell): ExitReason[] {
  const explains = cell.verdict === 'known-divergence';
  const told = cell.failures.filter(({ code }) => !(explains && code === NO_ANSWER));
  const failures = told.map(({ code, cause, next }) => ({
    code,
    exit: exitOfCode(code),
    cause: `${cell.id}: ${cause}`,
    next,
  }));
  return [...distinct(failures), ...ofVerdict(cell)];
}

function ofVerdict(cell: Cell): ExitReason[] {
  if (cell.verdict === 'divergent')
    return [
      {
        code: 'EL4001',
        exit: EXIT.divergent,
        cause: `${cell.id}: ${cell.reason}`,
        next: 'Look at the counterexample in the report.',
      },
    ];
  if (cell.verdict !== 'stale-divergence') return [];
  return [
    {
      code: 'EL4002',
      exit: EXIT.divergent,
      cause: `${cell.id}: ${cell.reason}`,
      next: 'Remove the entry from the known divergences, or narrow its versions.',
    },
  ];
}

/** A run without one cell that was measured, or checked and found wanting, must not look like a good one. */
function nothingMeasured({ cells, changes, interrupted }: ExitInput): ExitReason[] {
  if (
    cells.some(
      ({ verdict }) => verdict !== 'unsupported' && verdict !== 'inconclusive' && verdict !== 'failed',
    )
  )
    return [];
  if (cells.length === 0 && changes !== null) return [];
  const cause = cells.length === 0 ? 'no cell was run' : 'no cell could be proved';
  const next = interrupted
    ? 'The run was interrupted before that. Finish it with `--resume <run>`.'
    : 'Check the selection, and the failures above.';
  return [ofFailure({ code: 'EL4006', cause, next })];
}

function ofChanges({ changes }: ExitInput): ExitReason[] {
  if (changes === null) return [];
  const regressions = changes
    .filter(({ verdict, primary }) => verdict === 'regression' && primary)
    .map(({ scenario, set, subject, metric }) => ({
      code: 'EL4004',
      exit: EXIT.regression,
      cause: `${scenario} ${set} ${subject}: ${metric} became worse`,
      next: 'Look at the change, or accept it by a new baseline.',
    }));
  const comparable = changes.some(({ verdict }) => !INCOMPARABLE.has(verdict));
  if (comparable) return regressions;
  const cause = changes[0]?.reason ?? 'the two results have no cell in common';
  const next =
    'Compare results of one machine, with the same runtimes, profile, scenario versions and parameters, or name what may differ: --across machines,runtimes.';
  return [ofFailure({ code: 'EL4005', cause, next })];
}

const INCOMPARABLE: ReadonlySet<Change['verdict']> = new Set(['not-comparable', 'new', 'gone']);

function inconclusive({ strict, comparisons, changes }: ExitInput): ExitReason[] {
  if (!strict) return [];
  const rows = [
    ...comparisons.filter(({ primary, verdict }) => primary && verdict === 'unclear'),
    ...(changes ?? []).filter(({ primary, verdict }) => primary && verdict === 'inconclusive'),
  ];
  return rows.map(({ scenario, set, subject, metric, reason }) => ({
    code: 'inconclusive',
    exit: EXIT.inconclusive,
    cause: `${scenario} ${set} ${subject}: ${metric}: ${reason}`,
    next: 'Give the run more time (`--time`), or a fixed number of repetitions (`--repetitions`).',
  }));
}

function exitOfCode(code: string): ExitCode {
  const known = Object.entries(FAILURE_CODES).find(([name]) => name === code);
  return known?.[1].exit ?? EXIT.internal;
}

function distinct(reasons: readonly ExitReason[]): ExitReason[] {
  return [...new Map(reasons.map((reason) => [`${reason.code} ${reason.cause}`, reason])).values()];
}
