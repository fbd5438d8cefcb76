// The data that the harness's stimuli put into files and onto wires, as pure functions: the witness writes by them, `expected()` predicts by them.
import { crc32 } from './digest.ts';
import { assertNever } from './failure.ts';
import { randomBytes } from './payload.ts';
import { seedOf } from './purpose.ts';
import type { Edit } from './edit.ts';

/*
 * No round resets the files. They exist with some initial content before the workload opens its
 * watch, and each round continues from the state in which the last one left them. That is unambiguous because in every round
 * the first edit of each file is a `write`, which replaces its content (`statesOfEdits` enforces that), and because each
 * round's contents come from the round's number. So the states of a round depend on that round alone, and a notice that
 * belongs to an earlier round shows a digest that the workload has already seen.
 */

/** Shorter contents could be equal by chance, and then an edit would change nothing. */
export const SHORTEST_WRITE_BYTES = 8;

const INITIAL_BYTES = 48;

/** The state of a file after one edit of one round. */
export interface EditState {
  /** Index of the edit in the stimulus: what `SETTLED` carries and what a `settled` event should have as its id. */
  readonly index: number;
  readonly key: number;
  readonly content: Uint8Array;
  /** CRC-32 of the content. */
  readonly digest: number;
  /** False for `same`: the content did not change, so no notice is required. */
  readonly acknowledged: boolean;
}

/** The states after each edit of a round, in order. Throws where two edits could not be distinguished. */
export function statesOfEdits(secret: number, round: number, edits: readonly Edit[]): EditState[] {
  const current = new Map<string, Uint8Array>();
  return edits.map((edit, index) => {
    const content = contentOfEdit(secret, round, index, edit, current.get(edit.file));
    current.set(edit.file, content);
    return { index, key: edit.key, content, digest: crc32(content), acknowledged: edit.op !== 'same' };
  });
}

/** The whole content of the edited file afterwards. `previous` is its content before, undefined when this round has not written it yet. */
export function contentOfEdit(
  secret: number,
  round: number,
  index: number,
  edit: Edit,
  previous: Uint8Array | undefined,
): Uint8Array {
  const fresh = (length: number): Uint8Array => randomBytes(length, seedOf(secret, 'edit', round, index));
  if (edit.op === 'write') {
    insist(edit.length >= SHORTEST_WRITE_BYTES, index, `writes fewer than ${SHORTEST_WRITE_BYTES} bytes`);
    return fresh(edit.length);
  }
  if (previous === undefined) throw new Error(`edit ${index} of ${edit.file} comes before its first write`);
  switch (edit.op) {
    case 'append': {
      insist(edit.length > previous.length, index, 'appends nothing');
      const content = new Uint8Array(edit.length);
      content.set(previous);
      content.set(fresh(edit.length - previous.length), previous.length);
      return content;
    }
    case 'truncate':
      insist(edit.length < previous.length, index, 'cuts nothing off');
      return previous.slice(0, edit.length);
    case 'same':
      insist(
        edit.length === previous.length,
        index,
        'is to leave the content as it is but names another length',
      );
      return previous;
    default:
      return assertNever(edit.op);
  }
}

/** The content of an edited file (by key) before round 0. */
export function initialContent(secret: number, key: number): Uint8Array {
  return randomBytes(INITIAL_BYTES, seedOf(secret, 'initial', 0, key));
}

/** The content of a decoy (by its index in the stimulus), which never changes. */
export function contentOfDecoy(secret: number, index: number): Uint8Array {
  return randomBytes(INITIAL_BYTES, seedOf(secret, 'decoy', 0, index));
}

/** The name of file `key` of the stimuli `burst` and `files` within the invocation's directory: `0`, `1`, .. */
export function fileName(key: number): string {
  return String(key);
}

/** The file that overwrite number `write` of a burst changes: the files alternate. */
export function fileOfWrite(write: number, files: number): number {
  return write % files;
}

/** The content after overwrite number `write` of a burst. */
export function contentOfWrite(secret: number, round: number, write: number, bytes: number): Uint8Array {
  return randomBytes(bytes, seedOf(secret, 'burst', round, write));
}

/** The last overwrite of file `key` in a burst of `writes`, or null where no overwrite changes it. */
export function lastWrite(key: number, writes: number, files: number): number | null {
  const last = writes - 1 - ((((writes - 1 - key) % files) + files) % files);
  return last < 0 ? null : last;
}

/** The content of file `index` of the stimulus `files` in this round. */
export function contentOfFile(secret: number, round: number, index: number, bytes: number): Uint8Array {
  return randomBytes(bytes, seedOf(secret, 'population', round, index));
}

/**
 * The seed of the stream with which the echo proxy masks the bytes of connection `connection` on their way to the server: `payload.ts` `randomBytes` of
 * this seed, position by position over the whole connection. The connection is the key in the header of its first payload
 * (bytes 8 to 11), so a connection's first message has at least 12 bytes.
 */
export function maskSeed(secret: number, connection: number): number {
  return seedOf(secret, 'mask', 0, connection);
}

/** The new content of file number `leaf` of act `index`. An act writes fewer than 4096 files. */
export function contentOfAct(
  secret: number,
  round: number,
  index: number,
  leaf: number,
  bytes: number,
): Uint8Array {
  return randomBytes(bytes, seedOf(secret, 'act', round, index * 4096 + leaf));
}

/** Whether act `index`, a `maybe-mkdir`, makes its directory. */
export function directoryIsMade(secret: number, round: number, index: number): boolean {
  return seedOf(secret, 'maybeMkdir', round, index) % 2 === 1;
}

function insist(holds: boolean, index: number, otherwise: string): void {
  if (!holds) throw new Error(`edit ${index} ${otherwise}`);
}
