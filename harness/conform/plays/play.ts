// A play: some conversation with the runner that is judged, which asks for one or more clauses.
import type { ReadyMessage } from '../../contract/message.ts';
import type { Bench } from '../bench.ts';
import type { ClauseId } from '../clauses.ts';

export interface Play {
  /** As progress names it. */
  readonly title: string;
  readonly clauses: readonly ClauseId[];
  /** Throws `PlayEnded` where the runner gives it no chance to go on. */
  perform(bench: Bench, ready: ReadyMessage): Promise<void>;
}

export const hasCapability = ({ capabilities }: ReadyMessage, name: string): boolean =>
  capabilities.includes(name);

/** The first style in which the runner names this scenario; null: in none. */
export const styleOf = ({ scenarios }: ReadyMessage, scenario: string): string | null =>
  scenarios.find(({ id }) => id === scenario)?.styles[0] ?? null;
