// How an upstream of the harness answers one request: after a while, whole or in part, with its length or in chunks, or not at all.
import type { ServerResponse } from 'node:http';
import type { UpstreamPlan } from '../../contract/upstream-plan.ts';

/** A body that is cancelled comes in so many pieces, one in a millisecond, and goes on without another one. */
const PIECES = 64;
const PIECE_BYTES = 16;
const PIECE_MS = 1;
/** More than ever comes: who waits for it waits for ever. */
const ENDLESS_BYTES = 1 << 20;

export function answerRequest(
  response: ServerResponse,
  { answer, delayMs, chunked }: UpstreamPlan,
  body: Uint8Array,
): void {
  // What stands in a head is the same each time, so a recorded session can have it.
  response.sendDate = false;
  if (answer === 'silent' || answer === 'unanswered') return;
  const begin = (): void => {
    if (response.destroyed) return;
    const bytes = answer === 'endless' ? ENDLESS_BYTES : body.length;
    response.writeHead(
      answer === 'error' ? 500 : 200,
      chunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': bytes },
    );
    if (answer === 'endless') trickle(response);
    else inHalves(response, body, answer === 'cut');
  };
  if (delayMs === 0) begin();
  else setTimeout(begin, delayMs);
}

/** The second half comes a turn later, or the end of the connection instead of it. */
function inHalves(response: ServerResponse, body: Uint8Array, isCut: boolean): void {
  const half = body.length >> 1;
  response.write(body.subarray(0, half), () => {
    if (isCut) response.socket?.destroy();
    else setImmediate(() => response.end(body.subarray(half)));
  });
}

function trickle(response: ServerResponse): void {
  const piece = new Uint8Array(PIECE_BYTES);
  let left = PIECES;
  response.write(piece);
  const timer = setInterval(() => {
    left -= 1;
    if (left === 0 || response.destroyed) clearInterval(timer);
    else response.write(piece);
  }, PIECE_MS);
  response.once('close', () => clearInterval(timer));
}
