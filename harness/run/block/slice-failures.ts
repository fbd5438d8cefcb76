// Failures on the token channel, as outcomes: the one place for their texts.
import { assertNever, failure } from '../../contract/failure.ts';
import type { Outcome } from '../../contract/invocation.ts';
import type { SlicedMessage } from '../../contract/message.ts';
import type { Slot } from './token-channel.ts';

const READ_THE_PROTOCOL = 'Compare the runner with the section on slices in docs/writing-a-runner.md.';

/** Null: the runner says itself what happened, by its reply or by its end. */
export function slotOutcome(slot: Slot, slice: number): Outcome | null {
  switch (slot.kind) {
    case 'done':
    case 'failed':
    case 'closed':
      return null;
    case 'timeout': {
      const cause = `The runner did not answer the token of slice ${slice} within ${slot.limitMs} ms.`;
      return { kind: 'timeout', failure: failure('EL2006', cause, READ_THE_PROTOCOL) };
    }
    case 'strange':
      return broken(`The runner answered the token of slice ${slice} with ${bytesText(slot.bytes)}.`);
    default:
      return assertNever(slot);
  }
}

/** Holds what the runner says it did against what it was asked for. */
export function wrongSlices(asked: readonly number[], { operations, slices }: SlicedMessage): Outcome | null {
  const total = asked.reduce((sum, one) => sum + one, 0);
  if (slices.count !== asked.length)
    return broken(`The runner was asked for ${asked.length} slices and reported ${slices.count}.`);
  if (operations !== total)
    return broken(`The runner was asked for ${total} operations in slices and reported ${operations}.`);
  return null;
}

/** What was never asked for; null: nothing came. */
export function strayOutcome(stray: readonly number[] | null): Outcome | null {
  return stray === null ? null : broken(`The runner wrote ${bytesText(stray)} without a token.`);
}

/** Its reply was there before the token that asks for it. */
export function tooEarly(slice: number): Outcome {
  return broken(`The runner reported its slices in slice ${slice}, before the token that ends them.`);
}

/** It broke its slices off, and says nothing on stdout. */
export function wordlessOutcome(slice: number, limitMs: number): Outcome {
  const cause = `The runner broke off in slice ${slice} and did not say why within ${limitMs} ms.`;
  return { kind: 'timeout', failure: failure('EL2006', cause, READ_THE_PROTOCOL) };
}

function broken(cause: string): Outcome {
  return { kind: 'protocol-error', failure: failure('EL2005', cause, READ_THE_PROTOCOL) };
}

function bytesText(bytes: readonly number[]): string {
  const shown = bytes.slice(0, 16).join(' ');
  return bytes.length === 1 ? `the byte ${shown}` : `${bytes.length} bytes (${shown})`;
}
