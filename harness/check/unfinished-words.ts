// What a failure says of the round in which it happened, besides the findings.
import type { InvocationRecord, Outcome, UnfinishedRound } from '../contract/invocation.ts';
import type { ExpectedEvent } from '../contract/scenario.ts';
import type { RoundProgress } from './unfinished-progress.ts';

export interface UnfinishedFacts {
  readonly unfinished: UnfinishedRound;
  /** Null where nothing is known. */
  readonly progress: RoundProgress | null;
  /** The number of findings. */
  readonly missing: number;
  readonly next: readonly { readonly event: ExpectedEvent; readonly rule: string | null }[];
}

const SHOWN = 3;

export function noteOf({ unfinished, progress, missing, next }: UnfinishedFacts): string {
  const which = `Round ${unfinished.round} (${unfinished.purpose})`;
  if (progress === null)
    return `What ${lower(which)} had recorded is not known: ${unfinished.unknown ?? 'such a round records nothing'}.`;
  const far = `${which} had recorded ${progress.recorded} of ${progress.expected} expected events`;
  if (missing > 0) return `${far}.`;
  if (unfinished.ending === 'broken') return `${far}, and they keep every rule. ${nextWords(next)}`;
  if (!progress.still) return `${far} and still went on: it was slow, and did not hang.`;
  return progress.recorded >= progress.expected
    ? `${far}, which is all of them: only the answer is missing.`
    : `${far}, which is all that the witness gave it the chance to have.`;
}

function nextWords(next: UnfinishedFacts['next']): string {
  if (next.length === 0) return 'Nothing more was to come.';
  const named = next.slice(0, SHOWN).map(({ event: { kind, id, key }, rule }) => {
    const whose = rule === null ? '' : ` (rule ${rule})`;
    return `\`${kind}\` ${id} on key ${key}${whose}`;
  });
  const more = next.length > SHOWN ? `, and of ${next.length - SHOWN} more keys` : '';
  return `Next were to come: ${named.join(', ')}${more}.`;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The record with the note in its failure, where it has both. */
export function withNote(record: InvocationRecord, note: string | undefined): InvocationRecord {
  const { outcome } = record;
  if (note === undefined || !('failure' in outcome)) return record;
  const failure = { ...outcome.failure, cause: `${outcome.failure.cause} ${note}` };
  return { ...record, outcome: { ...outcome, failure } satisfies Outcome };
}
