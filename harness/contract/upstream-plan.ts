// What the HTTP servers of the stimulus `upstreams` answer, as pure functions of the harness's secret: which requests fail, and how long each takes.
import { randomBytes, shuffled, splitMix32 } from './payload.ts';
import { seedOf } from './purpose.ts';

export interface UpstreamTraffic {
  readonly upstreams: number;
  /** The most connections that each of them is to have at once. */
  readonly pool: number;
  /** Requests to each of them. */
  readonly each: number;
  /** Length of a body, at least 2. */
  readonly bytes: number;
  /** The longest time that an answer takes. */
  readonly delayMs: number;
}

/**
 * `whole`: 200 and its body. `error`: 500 and a body. `cut`: half of the body, then the end of the connection. `silent`: never; the deadline ends it. `endless`: a
 * body without an end, until the client cancels. `unanswered`: never, until the client cancels.
 */
export type UpstreamAnswer = 'whole' | 'error' | 'cut' | 'silent' | 'endless' | 'unanswered';

export interface UpstreamPlan {
  readonly answer: UpstreamAnswer;
  readonly delayMs: number;
  /** The body comes in chunks (`Transfer-Encoding: chunked`), not with its length. */
  readonly chunked: boolean;
}

/** Of so many requests to an upstream one is cancelled within its body and one without an answer, at these places. The client knows these. */
export const CANCELLED = { of: 8, inBody: 3, unanswered: 6 } as const;
/** Of the others so many fail by their status, and as many by the end of their connection. */
const FAILS = 6;

/** The plan of each request to upstream `upstream`, by its place among them. Only in the first round, where it is traced, one is silent: who waits for the deadline does nothing else. */
export function upstreamPlan(
  { pool, each, delayMs }: UpstreamTraffic,
  secret: number,
  round: number,
  traced: boolean,
  upstream: number,
): readonly UpstreamPlan[] {
  const next = splitMix32(seedOf(secret, 'answer', round, upstream));
  const places = Array.from({ length: each }, (_, place) => place);
  const answered = shuffled(
    places.filter((place) => cancelledAnswer(place) === null),
    next,
  );
  const failing = Math.floor(answered.length / FAILS);
  // A silent one holds a connection until the deadline: another has to be there for the others.
  const silent = traced && round === 0 && pool > 1 && answered.length > 2 * failing + 1 ? 1 : 0;
  const drawn = new Map<number, UpstreamAnswer>(
    answered
      .slice(0, 2 * failing + silent)
      .map((place, index) => [place, index < failing ? 'error' : index < 2 * failing ? 'cut' : 'silent']),
  );
  return places.map((place) => ({
    answer: cancelledAnswer(place) ?? drawn.get(place) ?? 'whole',
    delayMs: next() % (delayMs + 1),
    chunked: next() % 2 === 1,
  }));
}

function cancelledAnswer(place: number): 'endless' | 'unanswered' | null {
  const turn = place % CANCELLED.of;
  if (turn === CANCELLED.inBody) return 'endless';
  return turn === CANCELLED.unanswered ? 'unanswered' : null;
}

/** Whether a connection that had this request cannot have another one. */
export function endsConnection(answer: UpstreamAnswer): boolean {
  return answer !== 'whole' && answer !== 'error';
}

/** Requests go to the upstreams in turn: what the path of the one at this place names. */
export function requestAt({ upstreams }: UpstreamTraffic, upstream: number, place: number): number {
  return place * upstreams + upstream;
}

/** The body of a request, also of one that fails. */
export function bodyOf(secret: number, round: number, request: number, bytes: number): Uint8Array {
  return randomBytes(bytes, seedOf(secret, 'body', round, request));
}
