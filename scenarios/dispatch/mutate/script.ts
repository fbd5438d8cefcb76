// What all styles of dispatch.mutate share: who listens in each step, what one of them does, and what is recorded of it.
import type { Kit } from '../../../harness/contract/kit.ts';

export type Name = 'A' | 'B' | 'C' | 'D' | 'X' | 'Y';
/** What the actor of a step does when it is called for the first time. */
export type ScriptAct =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'remove'; readonly name: Name }
  | { readonly kind: 'add'; readonly name: Name }
  | { readonly kind: 'emit'; readonly event: 'outer' | 'inner' }
  | { readonly kind: 'throw' };

export interface ScriptStep {
  /** Listeners of `outer`; those of `inner` are always X and Y. */
  readonly listeners: readonly Name[];
  /** Who of them listens once. */
  readonly once: Name | null;
  readonly actor: Name;
  readonly act: ScriptAct;
  readonly emits: number;
}

const step = (
  listeners: string,
  actor: Name,
  act: ScriptAct,
  emits = 2,
  once: Name | null = null,
): ScriptStep => ({
  listeners: Array.from(listeners) as Name[],
  once,
  actor,
  act,
  emits,
});

export const STEPS: readonly ScriptStep[] = [
  step('ABC', 'A', { kind: 'nothing' }, 1),
  step('ABC', 'A', { kind: 'remove', name: 'C' }),
  step('AB', 'A', { kind: 'add', name: 'D' }),
  step('ABC', 'A', { kind: 'nothing' }, 2, 'B'),
  step('AB', 'A', { kind: 'emit', event: 'outer' }, 2, 'A'),
  step('AB', 'A', { kind: 'emit', event: 'inner' }),
  step('ABC', 'B', { kind: 'throw' }),
  step('AB', 'A', { kind: 'remove', name: 'A' }),
  step('ABC', 'B', { kind: 'remove', name: 'A' }),
];

/** Carries what identifies the emit in which it was thrown. */
export class ListenerFailed extends Error {
  readonly value: number;
  constructor(value: number) {
    super('the listener fails, as it was told to');
    this.value = value;
  }
}

/** Records one step of one repeat. */
export interface Protocol {
  call(name: Name, depth: number): void;
  /** An emit of this depth has returned. The next of depth 0 is another. */
  returned(depth: number): void;
  /** The error of a listener has come out of the emit. */
  caught(error: unknown): void;
  failure(): ListenerFailed;
}

const LISTENERS = 'ABCDXY';
const SPAN = 8;
const ERROR = 15;

export function makeProtocol(kit: Kit, seed: number, repeat: number, index: number): Protocol {
  const { call, returned, caught } = kit.kinds as { call: number; returned: number; caught: number };
  let emission = 0;
  const value = (place: number): number =>
    Math.imul(seed ^ ((index << 8) | (emission << 4) | place), 0x9e3779b1) >>> 0;
  return {
    call: (name, depth) => kit.emit(call, index, repeat * SPAN + LISTENERS.indexOf(name), value(depth)),
    returned(depth) {
      kit.emit(returned, index, repeat, value(depth));
      if (depth === 0) emission++;
    },
    caught(error) {
      // Anything else than what a listener threw is the emitter's own failure.
      if (!(error instanceof ListenerFailed)) throw error;
      kit.emit(caught, index, repeat, error.value);
      emission++;
    },
    failure: () => new ListenerFailed(value(ERROR)),
  };
}

export const CALLS = 41;

export const seedOfNonce = (nonce: string): number =>
  Number.parseInt(nonce.slice(0, 8), 16) ^ Number.parseInt(nonce.slice(8, 16), 16);

/** Ends the `switch` over a union: the compiler proves that it is never reached. */
export function assertNever(value: never): never {
  throw new Error(`unexpected act: ${JSON.stringify(value)}`);
}
