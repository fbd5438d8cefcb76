// Reads fields of documents that other tools wrote: each is what the reader wants, or the place is named. Pure.

/** Why a file is refused, in words whose subject is the file. Caught by `readImport` alone. */
export class ImportRefusal extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = 'ImportRefusal';
    this.reason = reason;
  }
}

/** A part of a document, and where it is. */
export interface ImportPart {
  readonly value: unknown;
  /** `$.benchmarks[0]`. */
  readonly at: string;
}

export type JsonFields = Readonly<Record<string, unknown>>;

export const partOf = (value: unknown): ImportPart => ({ value, at: '$' });

export const isFields = (value: unknown): value is JsonFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that is missing has the value undefined. */
export function field({ value, at }: ImportPart, name: string): ImportPart {
  const owned = isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return { value: owned, at: `${at}.${shownName(name)}` };
}

export function fieldsOf({ value, at }: ImportPart): [name: string, part: ImportPart][] {
  if (!isFields(value)) throw refused({ value, at }, 'an object');
  return Object.entries(value).map(([name, one]) => [name, { value: one, at: `${at}.${shownName(name)}` }]);
}

export function itemsOf({ value, at }: ImportPart): ImportPart[] {
  if (!Array.isArray(value)) throw refused({ value, at }, 'a list');
  return value.map((item: unknown, i) => ({ value: item, at: `${at}[${i}]` }));
}

/** JSON has no others; what is read as one from a text may be infinite. */
export function numberOf(part: ImportPart): number {
  if (typeof part.value === 'number' && Number.isFinite(part.value)) return part.value;
  throw refused(part, 'a number');
}

/** Null where the tool leaves the field out, or says null itself. */
export const numberOrNull = (part: ImportPart): number | null =>
  part.value === undefined || part.value === null ? null : numberOf(part);

/** A text that is not empty. */
export function textOf(part: ImportPart): string {
  if (typeof part.value === 'string' && part.value !== '') return part.value;
  throw refused(part, 'a text');
}

export const textOrNull = (part: ImportPart): string | null =>
  typeof part.value === 'string' && part.value !== '' ? part.value : null;

/** The last year that has four digits. */
const LAST_MS = Date.UTC(9999, 11, 31);

/** Milliseconds since 1970 as ISO, UTC. */
export function timeOf(part: ImportPart): string {
  const ms = numberOf(part);
  if (ms >= 0 && ms <= LAST_MS) return new Date(ms).toISOString();
  throw refused(part, 'milliseconds since 1970');
}

/** Null: it is no time, or its year has no four digits. */
export function timeOfText(text: string): string | null {
  const ms = Date.parse(text);
  return ms >= 0 && ms <= LAST_MS ? new Date(ms).toISOString() : null;
}

export function refused({ value, at }: ImportPart, wanted: string): ImportRefusal {
  const what = value === undefined ? 'is missing' : `is ${shown(value)}`;
  return new ImportRefusal(`${at} ${what}, and has to be ${wanted}`);
}

const LONGEST_SHOWN = 40;

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isFields(value)) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

const shownName = (name: string): string => (/^[\w-]{1,60}$/.test(name) ? name : shown(name));
