// The contents that acts put into files, as a pure function: the witness writes by it, `expected()` predicts by it.
import { ABSENT } from './act.ts';
import type { Act } from './act.ts';
import { crc32 } from './digest.ts';
import { assertNever } from './failure.ts';
import { contentOfAct, SHORTEST_WRITE_BYTES } from './stimulus.ts';

/** The state of one watched file after one act of one round. */
export interface ActState {
  /** Index of the act in the stimulus: what `SETTLED` carries and what a `settled` event should have as its id. */
  readonly index: number;
  readonly key: number;
  /** CRC-32 of the content, or `ABSENT`. */
  readonly digest: number;
  /** The writer does not wait for its notice, see `Act`. */
  readonly deferred: boolean;
}

export interface PlannedAct {
  readonly index: number;
  readonly act: Act;
  /** The contents to write, one per file, in the order of the act. */
  readonly contents: readonly Uint8Array[];
  /** The states that the workload must notice. */
  readonly states: readonly ActState[];
}

/** The acts of one round with everything that is known before it. Throws where a change would leave the content as it was. */
export function planActs(secret: number, round: number, acts: readonly Act[]): PlannedAct[] {
  const current = new Map<string, number>();
  const known = new Map<number, number>();
  return acts.map((act, index) => {
    const fresh = (leaf: number, length: number): Uint8Array => {
      if (length < SHORTEST_WRITE_BYTES)
        throw new Error(`act ${index} writes fewer than ${SHORTEST_WRITE_BYTES} bytes`);
      return contentOfAct(secret, round, index, leaf, length);
    };
    const { contents, changes } = effectOf(act, index, current, fresh);
    for (const { file, digest } of changes) current.set(file, digest);
    const deferred = 'deferred' in act && act.deferred;
    const states = changes.flatMap(({ key, digest }) =>
      key === null ? [] : [{ index, key, digest, deferred }],
    );
    for (const { key, digest } of states) {
      if (known.get(key) === digest) throw new Error(`act ${index} leaves key ${key} as it was`);
      known.set(key, digest);
    }
    return { index, act, contents, states };
  });
}

/** All states of a round in order. */
export function statesOfActs(secret: number, round: number, acts: readonly Act[]): ActState[] {
  return planActs(secret, round, acts).flatMap(({ states }) => states);
}

interface Change {
  readonly file: string;
  readonly key: number | null;
  readonly digest: number;
}

interface Effect {
  readonly contents: readonly Uint8Array[];
  readonly changes: readonly Change[];
}

const NO_EFFECT: Effect = { contents: [], changes: [] };

function effectOf(
  act: Act,
  index: number,
  current: ReadonlyMap<string, number>,
  fresh: (leaf: number, length: number) => Uint8Array,
): Effect {
  switch (act.op) {
    case 'write':
    case 'save':
    case 'recreate': {
      const content = fresh(0, act.length);
      return {
        contents: [content],
        changes: [{ file: act.file, key: act.key, digest: crc32(content) }],
      };
    }
    case 'resave': {
      const contents = Array.from({ length: act.times }, (_, save) => fresh(save, act.length));
      const last = contents.at(-1);
      if (last === undefined) throw new Error(`act ${index} saves nothing`);
      return { contents, changes: [{ file: act.file, key: act.key, digest: crc32(last) }] };
    }
    case 'remove':
      return { contents: [], changes: [{ file: act.file, key: act.key, digest: ABSENT }] };
    case 'rename':
      return renamed(act, index, current);
    case 'plant': {
      const contents = act.leaves.map((_, leaf) => fresh(leaf, act.length));
      const changes = act.leaves.map((leaf, i) => ({ ...leaf, digest: crc32(contents[i] ?? NOTHING) }));
      return { contents, changes };
    }
    case 'uproot':
      return { contents: [], changes: act.leaves.map((leaf) => ({ ...leaf, digest: ABSENT })) };
    case 'unnoticed':
    case 'rest':
    case 'flood':
    case 'mark':
    case 'maybe-mkdir':
    case 'turn':
      return NO_EFFECT;
    default:
      return assertNever(act);
  }
}

const NOTHING = new Uint8Array(0);

function renamed(
  act: Extract<Act, { op: 'rename' }>,
  index: number,
  current: ReadonlyMap<string, number>,
): Effect {
  const digest = current.get(act.file);
  if (digest === undefined || digest === ABSENT)
    throw new Error(`act ${index} renames ${act.file}, which this round has not written`);
  return {
    contents: [],
    changes: [
      { file: act.file, key: act.key, digest: ABSENT },
      { file: act.to, key: act.toKey, digest },
    ],
  };
}
