// What a disturbance does to a result: which invocations lived meanwhile, and which rows get no verdict because of that. Pure.
import { cellId } from '../../contract/invocation.ts';
import type { CellKey, InvocationRecord } from '../../contract/invocation.ts';
import type {
  Disturbance,
  DisturbanceKind,
  DisturbanceSpan,
  Disturbances,
} from '../../contract/disturbance.ts';
import type { RunOptions } from '../../contract/request.ts';
import type { Cell, Change, Comparison, LimitView } from '../../contract/result.ts';
import { DISTURBED_SHARE, disturbedWords } from '../../compare/disturbed-rows.ts';
import { groupedBy } from '../../contract/grouped.ts';
import type { Ledger } from '../conduct/ledger.ts';

/** Of a cell, by its id: the repetitions that were disturbed, by what, and how many there were. */
export interface Touched {
  of(cell: string): TouchedCell;
}

interface TouchedCell {
  readonly repetitions: ReadonlyMap<number, ReadonlySet<DisturbanceKind>>;
  readonly count: number;
}

export const UNTOUCHED_CELL: TouchedCell = { repetitions: new Map(), count: 0 };

export const trusting = ({ trustDisturbed = false }: Pick<RunOptions, 'trustDisturbed'>): boolean =>
  trustDisturbed;

export function touchedBy(spans: readonly DisturbanceSpan[], { cells }: Pick<Ledger, 'cells'>): Touched {
  const found = new Map(
    cells.map(({ key, inspected }): readonly [string, TouchedCell] => {
      const repetitions = new Map<number, Set<DisturbanceKind>>();
      for (const { record } of inspected)
        for (const span of spans)
          if (meets(record, span))
            repetitions.set(
              record.repetition,
              (repetitions.get(record.repetition) ?? new Set()).add(span.kind),
            );
      return [cellId(key), { repetitions, count: inspected.length }];
    }),
  );
  return { of: (cell) => found.get(cell) ?? UNTOUCHED_CELL };
}

const meets = ({ startedAtMs, wallMs }: InvocationRecord, { fromMs, toMs }: DisturbanceSpan): boolean =>
  fromMs < startedAtMs + wallMs && toMs > startedAtMs;

export function disturbedCells(cells: readonly Cell[], touched: Touched): Cell[] {
  return cells.map((cell): Cell => {
    const kinds = [...touched.of(cellId(cell)).repetitions.values()].flatMap((one) => Array.from(one));
    if (kinds.length === 0) return cell;
    const disturbed = [...new Set(kinds)].map((kind) => ({
      kind,
      invocations: kinds.filter((one) => one === kind).length,
    }));
    return { ...cell, disturbed };
  });
}

/** Pairs count that have a value and a partner that was disturbed. */
export function disturbedComparisons(
  rows: readonly Comparison[],
  touched: Touched,
  isTrusting: boolean,
): Comparison[] {
  return rows.map((row) => {
    if (!DECIDED.has(row.verdict) || row.values === undefined) return row;
    const { scenario, set, reference, subject, values } = row;
    const sides = [reference, subject].map((one) =>
      touched.of(cellId({ scenario, set, subject: one, side: 'head' })),
    );
    const pairs = values.flatMap((value, repetition) => (value === null ? [] : [repetition]));
    const why = whyDisturbed(sides, pairs);
    if (why === null) return row;
    const reason = joined(
      isTrusting ? `given despite a disturbance: ${why}` : `disturbed: ${why}`,
      row.reason,
    );
    return isTrusting ? { ...row, reason } : { ...row, verdict: 'unclear', reason };
  });
}

/** The limit's rows are held to what those of the reference are. */
export function disturbedLimit(limit: LimitView, touched: Touched, isTrusting: boolean): LimitView {
  return { ...limit, comparisons: disturbedComparisons(limit.comparisons, touched, isTrusting) };
}

/** Of two builds each side has cells of its own; their pairs are those of all repetitions. */
export function disturbedChanges(
  rows: readonly Change[],
  touched: Touched,
  isTrusting: boolean,
): readonly Change[] {
  return rows.map((row) => {
    if (!DECIDED_CHANGES.has(row.verdict)) return row;
    const sides = (['base', 'head'] as const).map((side) => touched.of(cellId({ ...keyOf(row), side })));
    const pairs = Array.from({ length: Math.max(...sides.map(({ count }) => count)) }, (_, i) => i);
    const why = whyDisturbed(sides, pairs);
    if (why === null) return row;
    const reason = joined(
      isTrusting ? `given despite a disturbance: ${why}` : `disturbed: ${why}`,
      row.reason,
    );
    return isTrusting ? { ...row, reason } : { ...row, verdict: 'inconclusive', reason };
  });
}

const DECIDED: ReadonlySet<Comparison['verdict']> = new Set(['faster', 'slower', 'same']);
const DECIDED_CHANGES: ReadonlySet<Change['verdict']> = new Set(['regression', 'improvement', 'unchanged']);

const keyOf = ({ scenario, set, subject }: Change): Omit<CellKey, 'side'> => ({ scenario, set, subject });

/** Null where less than a tenth of the pairs were. */
function whyDisturbed(sides: readonly TouchedCell[], pairs: readonly number[]): string | null {
  const kindsOf = (repetition: number): DisturbanceKind[] =>
    sides.flatMap(({ repetitions }) => [...(repetitions.get(repetition) ?? [])]);
  const hit = pairs.filter((repetition) => kindsOf(repetition).length > 0);
  if (hit.length === 0 || hit.length < DISTURBED_SHARE * pairs.length) return null;
  const kinds = new Set(hit.flatMap(kindsOf));
  return `${disturbedWords(kinds)}, in ${hit.length} of ${pairs.length} pairs`;
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ');

export function disturbancesOf(
  { spans, unseen }: { readonly spans: readonly DisturbanceSpan[]; readonly unseen: readonly string[] },
  { cells }: Pick<Ledger, 'cells'>,
): Disturbances {
  const records = cells.flatMap(({ inspected }) => inspected.map(({ record }) => record));
  const groups = groupedBy(spans, ({ kind, who }) => JSON.stringify([kind, who]));
  return {
    seen: [...groups.values()].map((group) => disturbanceOf(group, records)),
    unseen: [...unseen],
  };
}

function disturbanceOf(spans: readonly DisturbanceSpan[], records: readonly InvocationRecord[]): Disturbance {
  const { kind = 'pause', who = '' } = spans[0] ?? {};
  const shares = spans.flatMap(({ share }) => (share === null ? [] : [share]));
  return {
    kind,
    who,
    share: shares.length === 0 ? null : Math.max(...shares),
    ms: spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
    invocations: records.filter((record) => spans.some((span) => meets(record, span))).length,
  };
}
