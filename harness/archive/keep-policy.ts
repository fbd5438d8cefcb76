// Which runs of a store `gc` keeps, and why each of the others goes. Pure.
import type { ArchivedMark } from '../contract/archived-run.ts';
import type { ArchiveEntry } from './archive.ts';

export interface KeepPolicy {
  /** Runs of so many days before `now` stay. */
  readonly days: number;
  /** Of older ones: the first of each week and series stays, or none. */
  readonly older: 'weekly' | 'none';
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Kept {
  readonly keep: readonly ArchiveEntry[];
  readonly remove: readonly ArchiveEntry[];
}

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY_DAYS = 4;

/** `entries` oldest first. The newest of a series and what a mark names stay under every policy. */
export function keepBy(
  { days, older, now }: KeepPolicy,
  entries: readonly ArchiveEntry[],
  marks: readonly ArchivedMark[],
): Kept {
  const marked = new Set(marks.map(({ run }) => run));
  const newest = new Map(entries.map((entry) => [seriesOf(entry), entry]));
  const weeks = new Set<string>();
  const stays = (entry: ArchiveEntry): boolean => {
    if (marked.has(entry.run.id) || newest.get(seriesOf(entry)) === entry) return true;
    const at = Date.parse(entry.run.startedAt);
    if (at >= now - days * DAY_MS) return true;
    const week = `${Math.floor((at / DAY_MS - FIRST_MONDAY_DAYS) / WEEK_DAYS)} ${seriesOf(entry)}`;
    if (older === 'none' || weeks.has(week)) return false;
    weeks.add(week);
    return true;
  };
  const keep = entries.filter(stays);
  const kept = new Set(keep);
  return { keep, remove: entries.filter((entry) => !kept.has(entry)) };
}

/** Runs that may stand on one line. */
const seriesOf = ({ run }: ArchiveEntry): string => JSON.stringify([run.suite, run.machine, run.profile]);
