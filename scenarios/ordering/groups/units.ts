// Units of ordering.groups: each takes some turns of the loop, ends, fails or is aborted, and then cleans up in one more turn.
import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Say } from '../shared/says.ts';

/** More turns than any case lasts. */
export const FOREVER = 1_000_000;

/** How a unit fails; its message is the name of the unit. */
export class UnitError extends Error {}

export interface UnitPlan {
  readonly turns: number;
  readonly fails?: boolean;
  readonly signal?: AbortSignal;
}

/** Answers with its name. */
export async function unit(say: Say, name: string, { turns, fails, signal }: UnitPlan): Promise<string> {
  say(`${name}+`);
  try {
    for (let turn = 0; turn < turns; turn++)
      await nextTurn(undefined, signal === undefined ? {} : { signal });
    if (fails === true) throw new UnitError(name);
    say(`${name}.`);
    return name;
  } catch (error) {
    say(error instanceof UnitError ? `${name}!` : `${name}~`);
    throw error;
  } finally {
    await nextTurn();
    say(`${name}*`);
  }
}

/** Says what becomes of it: a value, an error, errors, or an abort. */
export async function tell(say: Say, what: Promise<string>, sign = '='): Promise<void> {
  try {
    say(`${sign}${await what}`);
  } catch (error) {
    tellError(say, error, sign);
  }
}

export function tellError(say: Say, error: unknown, sign = '='): void {
  if (error instanceof AggregateError) {
    say(`${sign}aggregate`);
    for (const each of error.errors) tellError(say, each);
  } else say(`${sign}${nameOf(error)}`);
}

/** Says how many still listen to a signal. */
export function count(say: Say, signal: AbortSignal): void {
  say(`#${getEventListeners(signal, 'abort').length}`);
}

function nameOf(error: unknown): string {
  if (error instanceof UnitError) return `${error.message}!`;
  if (!(error instanceof Error)) return String(error);
  const timedOut =
    error.name === 'TimeoutError' || (error.cause as Error | undefined)?.name === 'TimeoutError';
  return timedOut ? 'timeout' : 'cancelled';
}
