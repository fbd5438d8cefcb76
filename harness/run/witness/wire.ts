// The messages between host and witness process over Node's IPC channel, and the parsers for both directions.
import type { Endpoint } from '../../contract/message.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { ArmRequest } from './port.ts';

export type Endpoints = Readonly<Record<string, Endpoint>>;

interface Request {
  readonly id: number;
  /** Several may be armed at once: the members of a block. */
  readonly invocation: string;
}

/** Answered by one reply with the same id. */
export type WitnessRequest = Request &
  (
    | { readonly kind: 'arm'; readonly request: ArmRequest }
    | { readonly kind: 'listening'; readonly endpoints: Endpoints }
    | { readonly kind: 'before-round'; readonly round: number; readonly traced: boolean }
    | { readonly kind: 'after-round' }
    | { readonly kind: 'disarm' }
  );

/** Not answered: the host does not wait for it. */
export type GuardNotice =
  | { readonly kind: 'guard' | 'release'; readonly pid: number }
  /** The channel closes next, and the host lives on. */
  | { readonly kind: 'farewell' };

export type WitnessReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'endpoints'; readonly id: number; readonly endpoints: Endpoints }
  | { readonly kind: 'record'; readonly id: number; readonly record: WitnessRecord | null }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'problem'; readonly id: number; readonly cause: string };

const REQUESTS: ReadonlySet<unknown> = new Set(['arm', 'listening', 'before-round', 'after-round', 'disarm']);
const REPLIES: ReadonlySet<unknown> = new Set(['endpoints', 'record', 'done', 'problem']);

/** Null: not a message of this wire. Both ends come from the same build, so the kind vouches for the rest. */
export function parseToWitness(value: unknown): WitnessRequest | GuardNotice | null {
  const { kind, id, pid, invocation } = fieldsOf(value);
  if (kind === 'farewell') return { kind };
  if (kind === 'guard' || kind === 'release') return isPid(pid) ? { kind, pid } : null;
  const asked = typeof id === 'number' && typeof invocation === 'string' && REQUESTS.has(kind);
  return asked ? (value as WitnessRequest) : null;
}

export function parseFromWitness(value: unknown): WitnessReply | null {
  const { kind, id } = fieldsOf(value);
  if (kind === 'ready') return { kind };
  return typeof id === 'number' && REPLIES.has(kind) ? (value as WitnessReply) : null;
}

/** 0 and 1 would mean the own group and every process: never to be killed by a slip. */
function isPid(pid: unknown): pid is number {
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 1;
}

function fieldsOf(value: unknown): Readonly<Partial<Record<'kind' | 'id' | 'pid' | 'invocation', unknown>>> {
  return typeof value === 'object' && value !== null ? value : {};
}
