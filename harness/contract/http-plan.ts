// What the HTTP clients of the stimulus `http-clients` ask, as pure functions of the harness's secret: odd clients first, then an open loop at each rate.
import { crc32 } from './digest.ts';
import { randomBytes } from './payload.ts';
import { seedOf } from './purpose.ts';

export interface HttpTraffic {
  /** Connections over which the open loop asks. */
  readonly connections: number;
  /** Length of a body, of a request and of an answer. */
  readonly bytes: number;
  /** How long each rate is asked for. */
  readonly stepMs: number;
  readonly ratesPerSecond: readonly number[];
}

export interface HttpRequest {
  /** From 0 in each round. */
  readonly number: number;
  readonly target: string;
  /** Null: a GET. Else a POST, whose answer is its body. */
  readonly body: Uint8Array | null;
  /** It says `Connection: close`: the server ends the connection behind the answer. */
  readonly isLast: boolean;
}

/** The requests of the odd clients, by what each client does. `leaving`: they go away within answers without an end, the first by a reset. */
export const ODD_CLIENTS = {
  pipelined: [0, 1, 2, 3],
  halfClosed: [4],
  closing: [5],
  inPieces: [6],
  leaving: [7, 8],
} as const;
export const ODD_REQUESTS = 9;
/** A client for each way but `leaving`, two that leave, and one that goes away within its request. */
const ODD_CONNECTIONS = 7;

const TOKEN_BYTES = 8;

/** Of the open loop every so many request is a POST, and every so many the last of its connection. */
const POSTED = { of: 4, at: 3 } as const;
const LAST = { of: 16, at: 8 } as const;

/** How many requests there are at each rate. */
export function stepCounts({ stepMs, ratesPerSecond }: HttpTraffic): readonly number[] {
  return ratesPerSecond.map((rate) => Math.max(1, Math.floor((rate * stepMs) / 1000)));
}

/** All that come whole. The number of the one that does not is the next. */
export function requestCount(traffic: HttpTraffic): number {
  return stepCounts(traffic).reduce((sum, count) => sum + count, ODD_REQUESTS);
}

/** All connections of a round: each that ends behind an answer of the open loop is followed by another one. */
export function connectionCount(traffic: HttpTraffic): number {
  const open = Array.from({ length: requestCount(traffic) - ODD_REQUESTS }, (_, at) => ODD_REQUESTS + at);
  return ODD_CONNECTIONS + traffic.connections + open.filter(isLast).length;
}

export function isEndless(number: number): boolean {
  return (ODD_CLIENTS.leaving as readonly number[]).includes(number);
}

export function httpRequestOf(
  { bytes }: HttpTraffic,
  secret: number,
  round: number,
  number: number,
): HttpRequest {
  const token = [...randomBytes(TOKEN_BYTES, seedOf(secret, 'target', round, number))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return {
    number,
    target: `/${isEndless(number) ? 'endless' : 'answer'}/${number}/${token}`,
    body: isPosted(number) ? randomBytes(bytes, seedOf(secret, 'upload', round, number)) : null,
    isLast: isLast(number),
  };
}

function isPosted(number: number): boolean {
  if (number < ODD_REQUESTS)
    return number === ODD_CLIENTS.halfClosed[0] || number === ODD_CLIENTS.inPieces[0];
  return number % POSTED.of === POSTED.at;
}

function isLast(number: number): boolean {
  if (number < ODD_REQUESTS)
    return number === ODD_CLIENTS.pipelined.at(-1) || number === ODD_CLIENTS.closing[0];
  return number % LAST.of === LAST.at;
}

/** The body of the answer: that of the request, or else its target over and over. */
export function httpAnswerOf({ target, body }: HttpRequest, bytes: number): Uint8Array {
  const text = new TextEncoder().encode(target);
  return body ?? Uint8Array.from({ length: bytes }, (_, at) => text[at % text.length] ?? 0);
}

/** CRC-32 of the target and, behind it, the body. */
export function httpRequestDigest({ target, body }: HttpRequest): number {
  const ofTarget = crc32(new TextEncoder().encode(target));
  return body === null ? ofTarget : crc32(body, ofTarget);
}
