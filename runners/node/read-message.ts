// Reads one line from the harness. Checked by hand: a schema library would cost more than the rest of the start.
import type { Endpoint, HarnessMessage } from '../../harness/contract/message.ts';

/** The longest line that either side may write. */
export const MAX_LINE_BYTES = 1024 * 1024;
const MAX_STALL_MS = 1000;
const MAX_SLICES = 1_000_000;
const MAX_HEAP_BLOCK_BYTES = 64 * 1024 * 1024;

export type ReadMessage =
  | { readonly ok: true; readonly message: HarnessMessage }
  | { readonly ok: false; readonly reason: string };

/** The message of a line, or the reason why it is not one. Unknown fields stay in place and mean nothing. */
export function readMessage(line: string): ReadMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ok: false, reason: 'the line is not JSON' };
  }
  if (!isObject(value)) return { ok: false, reason: 'the line is not a JSON object' };
  const { kind } = value;
  const check = typeof kind === 'string' ? CHECKS.get(kind) : undefined;
  if (check === undefined) return { ok: false, reason: `unknown kind ${JSON.stringify(kind)}` };
  const bad = FIELDS_OF_ALL.concat(check).find(([field, holds]) => !holds(value[field]));
  if (bad !== undefined) return { ok: false, reason: `${String(kind)}: bad field ${bad[0]}` };
  return { ok: true, message: value as HarnessMessage };
}

type Holds = (value: unknown) => boolean;
type Fields = readonly (readonly [field: string, holds: Holds])[];
type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const integer =
  (minimum: number, maximum: number): Holds =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
const text =
  (minimum: number, maximum: number): Holds =>
  (value) =>
    typeof value === 'string' && value.length >= minimum && charactersIn(value, maximum) <= maximum;
/** As JSON Schema counts them: a pair of surrogates is one. Counted only where there may be too many. */
const charactersIn = (value: string, enough: number): number =>
  value.length <= enough ? value.length : Array.from(value).length;
const oneOf =
  (...allowed: readonly string[]): Holds =>
  (value) =>
    typeof value === 'string' && allowed.includes(value);
const record =
  (holds: Holds): Holds =>
  (value) =>
    isObject(value) && Object.entries(value).every(([key, entry]) => name(key) && holds(entry));
const optional =
  (holds: Holds): Holds =>
  (value) =>
    value === undefined || holds(value);
const object =
  (...fields: Fields): Holds =>
  (value) =>
    isObject(value) && fields.every(([field, holds]) => holds(value[field]));

const count = integer(0, Number.MAX_SAFE_INTEGER);
const positive = integer(1, Number.MAX_SAFE_INTEGER);
const unsigned32 = integer(0, 0xffffffff);
const name = text(1, 200);
const anyText = text(1, MAX_LINE_BYTES);
const nonce: Holds = (value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);

const parameter: Holds = (value) =>
  Number.isFinite(value) || typeof value === 'boolean' || text(0, 1000)(value);

const tcp = object(['host', name], ['port', integer(1, 65535)]);
const unix = object(['path', text(1, 107)]);
const endpoint: Holds = (value) => {
  if (!isObject(value)) return false;
  const kind = value['kind'] as Endpoint['kind'] | undefined;
  return (kind === 'tcp' && tcp(value)) || (kind === 'unix' && unix(value));
};

const alphabetEntry = object(
  ['name', name],
  ['code', integer(1, 65535)],
  ['order', oneOf('sequence', 'free', 'raw')],
);
const alphabet: Holds = (value) => Array.isArray(value) && value.length <= 256 && value.every(alphabetEntry);

const stall = object(['afterMs', integer(1, MAX_STALL_MS)], ['forMs', integer(1, MAX_STALL_MS)]);
const stalls: Holds = (value) => Array.isArray(value) && value.length <= 100 && value.every(stall);

const FIELDS_OF_ALL: Fields = [['id', count]];

const CHECKS: ReadonlyMap<string, Fields> = new Map<HarnessMessage['kind'], Fields>([
  [
    'hello',
    [
      ['protocol', positive],
      ['harness', object(['name', name], ['version', name])],
    ],
  ],
  ['clock', []],
  [
    'prepare',
    [
      ['scenario', name],
      ['style', name],
      ['params', record(parameter)],
      ['seed', unsigned32],
      ['nonce', nonce],
      ['directory', anyText],
      ['endpoints', record(endpoint)],
      ['sidecar', object(['samples', anyText], ['events', anyText])],
      ['alphabet', alphabet],
      ['capacity', object(['events', count], ['samples', count])],
      ['trail', optional(anyText)],
      ['heapBlockBytes', optional(integer(0, MAX_HEAP_BLOCK_BYTES))],
    ],
  ],
  [
    'round',
    [
      ['round', count],
      ['purpose', oneOf('warmup', 'measured', 'traced')],
      ['record', oneOf('full', 'digest', 'none')],
      ['limitNs', count],
      ['endpoints', record(endpoint)],
      ['stalls', optional(stalls)],
    ],
  ],
  ['slices', [['capacity', integer(1, MAX_SLICES)]]],
  ['finish', []],
  ['halt', []],
]);
