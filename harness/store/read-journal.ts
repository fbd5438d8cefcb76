// Reads the journal of a run, line by line: a line that a crash cut, or that is damaged, costs itself and is told.
import { closeSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { failure } from '../contract/failure.ts';
import type { DisturbanceSpan } from '../contract/disturbance.ts';
import type { Failure, Result } from '../contract/failure.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import { JOURNAL_SCHEMA } from '../contract/journal.ts';
import type { JournalLine, JudgedLine, RunLine, WindowLine } from '../contract/journal.ts';
import type { Owner } from '../contract/owner.ts';
import { openForeign } from '../files/foreign-file.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { STORED } from '../files/limits.ts';
import { codeOf } from './file-failure.ts';

export interface StoredInvocation {
  readonly record: InvocationRecord;
  readonly usedMs: number;
  /** Null: the run ended before it was judged. */
  readonly judged: JudgedLine | null;
}

export interface StoredJournal {
  readonly run: RunLine;
  /** Whose the run was last. */
  readonly owner: Owner;
  /** When other processes took the run up, in milliseconds since 1970. */
  readonly resumedAtMs: readonly number[];
  /** In the order in which they ended. One that was carried out again stands here once, as it was the last time. */
  readonly invocations: readonly StoredInvocation[];
  readonly windows: readonly WindowLine[];
  readonly disturbances: readonly DisturbanceSpan[];
  /** How long the run had taken when its last invocation ended, in milliseconds. */
  readonly usedMs: number;
  /** What could not be read, in words. */
  readonly torn: readonly string[];
}

/** EL1005 where there is no journal, where another version wrote it, or where its first line is lost. */
export function readJournal(path: string): Result<StoredJournal> {
  let lines: readonly ReadLine[];
  try {
    lines = [...linesOf(path)];
  } catch (error) {
    return refused(path, `it cannot be read (${codeOf(error)})`);
  }
  const [first] = lines;
  const head = first === undefined ? null : parsed(first);
  if (first === undefined || head === null)
    return refused(path, 'the run ended before it had a plan, and nothing was carried out');
  if (head['kind'] !== 'run') return refused(path, 'another version of evenloop wrote it, without a plan');
  if (head['schema'] !== JOURNAL_SCHEMA)
    return refused(path, `it is written as ${JSON.stringify(head['schema'])}, not as "${JOURNAL_SCHEMA}"`);
  if (!isLine(head) || head.kind !== 'run') return refused(path, 'its first line is damaged');
  return { ok: true, value: gathered(head, lines.slice(1)) };
}

function gathered(run: RunLine, lines: readonly ReadLine[]): StoredJournal {
  const invocations = new Map<string, StoredInvocation>();
  const windows: WindowLine[] = [];
  const disturbances: DisturbanceSpan[] = [];
  const resumedAtMs: number[] = [];
  const torn: string[] = [];
  let { owner } = run;
  let usedMs = 0;
  for (const line of lines) {
    const value = parsed(line);
    if (value === null || !isLine(value)) {
      torn.push(
        line.ended
          ? `line ${line.number} is damaged and was left out`
          : `line ${line.number}, the last one, was cut off and was left out`,
      );
      continue;
    }
    switch (value.kind) {
      case 'invocation':
        // Again means later: its place among the others is that of its last time.
        invocations.delete(value.record.id);
        invocations.set(value.record.id, { record: value.record, usedMs: value.usedMs, judged: null });
        usedMs = Math.max(usedMs, value.usedMs);
        break;
      case 'judged': {
        const known = invocations.get(value.invocation);
        if (known !== undefined) invocations.set(value.invocation, { ...known, judged: value });
        break;
      }
      case 'window':
        windows.push(value);
        break;
      case 'disturbance':
        disturbances.push(value.span);
        break;
      case 'resumed':
        owner = value.owner;
        resumedAtMs.push(value.atMs);
        break;
      case 'run':
        torn.push(`line ${line.number} begins another run and was left out`);
    }
  }
  const all = { invocations: [...invocations.values()], windows, disturbances };
  return { run, owner, resumedAtMs, ...all, usedMs, torn };
}

interface ReadLine {
  readonly number: number;
  readonly text: string;
  /** False of a last line that was cut. */
  readonly ended: boolean;
}

const CHUNK_BYTES = 1 << 20;
/** Whatever follows it: no JSON. */
const TOO_LONG = 'a line that is too long: ';

/** In bounded memory: of a line that is too long to be one of ours, the beginning is dropped as it comes, and what is left is no line. */
function* linesOf(path: string): Iterable<ReadLine> {
  const { file } = openForeign(path, STORED.journal);
  const { mostBytes } = STORED.journalLine;
  try {
    const decoder = new StringDecoder('utf8');
    const chunk = new Uint8Array(CHUNK_BYTES);
    let rest = '';
    let number = 0;
    for (;;) {
      const read = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (read === 0) break;
      const parts = `${rest}${decoder.write(Buffer.from(chunk.subarray(0, read)))}`.split('\n');
      rest = parts.pop() ?? '';
      if (rest.length > mostBytes) rest = TOO_LONG;
      for (const text of parts) yield { number: ++number, text, ended: true };
    }
    if (rest !== '') yield { number: ++number, text: rest, ended: false };
  } finally {
    closeSync(file);
  }
}

function parsed({ text }: ReadLine): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = parseForeignJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What must be there for the line to be used: the rest stands or falls with it, as one write made the whole line. */
const NEEDED: Readonly<
  Record<JournalLine['kind'], readonly (readonly [string, (value: unknown) => boolean])[]>
> = {
  run: [
    ['id', (value) => typeof value === 'string'],
    ['owner', isObject],
    ['options', isObject],
    ['planning', isObject],
    ['plan', isObject],
    ['runtimes', Array.isArray],
    ['known', Array.isArray],
    ['environment', isObject],
    ['sources', isObject],
  ],
  resumed: [
    ['owner', isObject],
    ['atMs', Number.isFinite],
  ],
  invocation: [
    ['usedMs', Number.isFinite],
    ['record', (value) => isObject(value) && isRecord(value)],
  ],
  judged: [
    ['invocation', (value) => typeof value === 'string'],
    ['judgement', isJudgement],
  ],
  window: [
    ['slotsNs', Number.isFinite],
    ['orchestratorNs', Number.isFinite],
  ],
  disturbance: [['span', (value) => isObject(value) && isSpan(value)]],
};

function isRecord(record: Readonly<Record<string, unknown>>): boolean {
  const { id, repetition, cell, outcome, rounds, sidecar } = record;
  return (
    typeof id === 'string' &&
    Number.isInteger(repetition) &&
    isObject(cell) &&
    isObject(outcome) &&
    Array.isArray(rounds) &&
    isObject(sidecar)
  );
}

function isSpan({ kind, who, share, fromMs, toMs }: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof kind === 'string' &&
    typeof who === 'string' &&
    (share === null || Number.isFinite(share)) &&
    Number.isFinite(fromMs) &&
    Number.isFinite(toMs)
  );
}

function isJudgement(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (value['ok'] === false) return isObject(value['failure']);
  const judgement = value['value'];
  return (
    value['ok'] === true &&
    isObject(judgement) &&
    typeof judgement['invocation'] === 'string' &&
    Array.isArray(judgement['findings']) &&
    Array.isArray(judgement['rulesBroken']) &&
    Array.isArray(judgement['rulesKept'])
  );
}

function isLine(
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & JournalLine {
  const { kind } = value;
  const needed = typeof kind === 'string' && kind in NEEDED ? NEEDED[kind as JournalLine['kind']] : null;
  return needed !== null && needed.every(([name, holds]) => holds(value[name]));
}

function refused(path: string, cause: string): { readonly ok: false; readonly failure: Failure } {
  const next = 'Name the folder of a run that this version of evenloop began.';
  return { ok: false, failure: failure('EL1005', `${path} is not a journal: ${cause}.`, next) };
}
