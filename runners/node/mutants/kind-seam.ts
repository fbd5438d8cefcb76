// The seam between a workload and its recorder, for faults that need no victim: they act on all events of a kind, raw ones included.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

type Emit = Kit['emit'];
type Event = Parameters<Emit>;
type Hold = Extract<Patch, { act: 'hold' }>;
type Tag = Extract<Patch, { act: 'tag' }>;
type Alter = Extract<Patch, { act: 'alter' }>;

/** What is recorded instead; null for patches of other seams. */
export function lieAboutKind(patch: Patch, kit: Kit, moment: Moment): Emit | null {
  if (patch.act === 'hold') return hold(patch, kit, moment);
  if (patch.act === 'alter') return alter(patch, kit);
  if (patch.act === 'tag') return tag(patch, kit, moment);
  return null;
}

function hold({ kind: name, until, join, place }: Hold, kit: Kit, moment: Moment): Emit {
  let held = new Map<string, Event[]>();
  moment.whenEnds(() => {
    for (const event of [...held.values()].flat()) kit.emit(...event);
    held = new Map();
  });
  const nameOf = (key: number, id: number): string =>
    join === 'key' ? `${key}` : join === 'id' ? `${id}` : `${key} ${id}`;
  return (...event) => {
    const [kind, key, id] = event;
    const joined = nameOf(key, id);
    if (until !== null && kind === kit.kinds[until]) {
      const due = held.get(joined) ?? [];
      held.delete(joined);
      if (place === 'after') kit.emit(...event);
      for (const one of due) kit.emit(...one);
      if (place === 'before') kit.emit(...event);
    } else if (kind === kit.kinds[name]) held.set(joined, [...(held.get(joined) ?? []), event]);
    else kit.emit(...event);
  };
}

function alter({ kinds: names, digest: other }: Alter, kit: Kit): Emit {
  const kinds = new Set(names.map((name) => kit.kinds[name]));
  return (kind, key, id, digest) =>
    kit.emit(kind, key, id, kinds.has(kind) ? (other ?? (digest ^ 1) >>> 0) : digest);
}

function tag({ after, add }: Tag, kit: Kit, moment: Moment): Emit {
  let tagged = 0;
  return (kind, key, id, digest) => {
    kit.emit(kind, key, id, digest);
    if (tagged === moment.round() || (after !== null && kind !== kit.kinds[after])) return;
    tagged = moment.round();
    kit.emit(kit.kinds[add] ?? 0, key, id, digest);
  };
}
