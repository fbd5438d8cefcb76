// Changes between two stored runs of which one was disturbed get no verdict, and say by what.
import type { DisturbanceKind } from '../contract/disturbance.ts';
import type { Cell, Change, RunResult } from '../contract/result.ts';

/** With this share of its pairs disturbed a row has no verdict: fewer move a mean less than its interval is wide. */
export const DISTURBED_SHARE = 0.1;

const WORDS: Readonly<Record<DisturbanceKind, string>> = {
  pause: 'something stood still',
  'other-run': 'another evenloop ran on this machine',
  quota: 'a CPU quota held processes back',
  neighbour: 'other processes used the CPU',
  stolen: 'the hypervisor gave CPU time to others',
};

export function disturbedWords(kinds: ReadonlySet<DisturbanceKind>): string {
  return Object.entries(WORDS)
    .flatMap(([kind, words]) => (kinds.has(kind as DisturbanceKind) ? [words] : []))
    .join(' and ');
}

/** A run that is compared with itself is unchanged, however disturbed it was: such an interval has no width. */
export function withoutDisturbed(changes: readonly Change[], base: RunResult, head: RunResult): Change[] {
  return changes.map((change) => {
    if (!DECIDED.has(change.verdict) || change.low === change.high) return change;
    const told = [
      ['the old run', cellOf(base, change)] as const,
      ['the new run', cellOf(head, change)] as const,
    ].flatMap(([run, cell]) => {
      const kinds = disturbing(cell);
      return kinds.size === 0 ? [] : [`${run} was disturbed: ${disturbedWords(kinds)}`];
    });
    if (told.length === 0) return change;
    const reason = [...told, change.reason].filter((part) => part !== '').join('; ');
    return { ...change, verdict: 'inconclusive', reason };
  });
}

const DECIDED: ReadonlySet<Change['verdict']> = new Set(['regression', 'improvement', 'unchanged']);

function cellOf({ cells }: RunResult, { scenario, set, subject }: Change): Cell | undefined {
  return cells.find(
    (cell) =>
      cell.side === 'head' && cell.scenario === scenario && cell.set === set && cell.subject === subject,
  );
}

function disturbing(cell: Cell | undefined): ReadonlySet<DisturbanceKind> {
  const all = Math.max(1, cell?.invocations.proved ?? 1);
  return new Set(
    (cell?.disturbed ?? [])
      .filter(({ invocations }) => invocations >= DISTURBED_SHARE * all)
      .map(({ kind }) => kind),
  );
}
