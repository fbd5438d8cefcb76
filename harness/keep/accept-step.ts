// What `evenloop accept` does: a mark in the store that says why a step is as it should be.
import { addMark, readArchive } from '../archive/archive.ts';
import { openArchive } from '../archive/open-archive.ts';
import type { ArchivedMark } from '../contract/archived-run.ts';
import { damageWarnings, entryOf } from './perform-store.ts';
import type { StoreAnswer } from './perform-store.ts';
import { bad } from './store-words.ts';

export interface AcceptRequest {
  readonly place: string;
  readonly folder: string;
  /** Its id, the beginning of it, or `latest`. */
  readonly run: string;
  readonly step: Pick<ArchivedMark, 'benchmark' | 'set' | 'subject' | 'metric'>;
  readonly reason: string | null;
  readonly now: number;
}

export async function acceptStep({
  place,
  folder,
  run: id,
  step,
  reason,
  now,
}: AcceptRequest): Promise<StoreAnswer> {
  if (reason === null)
    throw bad('accept was given no reason.', 'Give --reason <text>: who reads the history asks for it.');
  const store = await openArchive(place, folder, 'read');
  const read = await readArchive(store);
  const { run, suite } = entryOf(read.entries, id, store.title);
  const rows = suite.rows.filter(
    (row) =>
      row.benchmark === step.benchmark &&
      (step.set ?? row.set) === row.set &&
      (step.subject ?? row.subject) === row.subject &&
      (step.metric ?? row.metric) === row.metric,
  );
  const named = [step.benchmark, step.set, step.subject, step.metric]
    .filter((part) => part !== null)
    .join(' ');
  if (rows.length === 0)
    throw bad(
      `${run.id} has no row of ${JSON.stringify(named)}.`,
      `Run \`evenloop store show ${run.id}\` to see its rows.`,
    );
  const mark = { kind: 'accepted', at: new Date(now).toISOString(), run: run.id, ...step, reason } as const;
  await addMark(store, mark);
  return {
    document: mark,
    lines: [`${rows.length} rows of ${named} are accepted from ${run.id} on: ${reason}`],
    notes: [],
    warnings: damageWarnings(read),
    failure: null,
  };
}
