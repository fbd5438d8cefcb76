// The seam between a workload and its recorder: the record differs from what was emitted.
import type { Kit, Open, Workload } from '../../../harness/contract/kit.ts';
import type { MadeUpEvent, MadeUpRound, Patch, Victim } from '../../../harness/mutants/spec.ts';
import { lieAboutKind } from './kind-seam.ts';
import { lossAt } from './loss-seam.ts';
import type { Moment } from './moment.ts';
import { patchedNow, patchedSample } from './sample-seam.ts';

type Emit = Kit['emit'];

/** The workload, with its kit in between, and told to the moment when its rounds begin and end. */
export function tamper(open: Open, patch: Patch, moment: Moment): Open {
  return async (params, kit) => {
    const emit = patchedEmit(patch, kit, moment);
    const crc32 = patchedDigest(patch, kit, moment);
    const workload = await open(
      params,
      Object.create(kit, {
        emit: { value: emit },
        crc32: { value: crc32 },
        sample: { value: patchedSample(patch, kit, moment) },
        now: { value: patchedNow(patch, kit, moment) },
      }),
    );
    return { ...bound(workload), round: () => roundOf(workload, patch, kit, moment) };
  };
}

function bound(workload: Workload): Workload {
  return {
    round: () => workload.round(),
    ...(workload.slice === undefined ? {} : { slice: (operations) => workload.slice?.(operations) }),
    close: () => workload.close(),
  };
}

async function roundOf(workload: Workload, patch: Patch, kit: Kit, moment: Moment): Promise<number> {
  moment.begin(kit.traced);
  try {
    if (patch.act === 'make-up' && moment.acts())
      return makeUp(patch.rounds[kit.round] ?? patch.rounds.at(-1), kit);
    return await workload.round();
  } finally {
    moment.end();
  }
}

function makeUp(round: MadeUpRound | undefined, kit: Kit): number {
  for (const event of round?.events ?? []) record(kit, event);
  return round?.operations ?? 0;
}

function record(kit: Kit, [kind, key, id, digest]: MadeUpEvent): void {
  kit.emit(kit.kinds[kind] ?? 0, key, id, digest);
}

function patchedEmit(patch: Patch, kit: Kit, moment: Moment): Emit {
  const emit: Emit = (kind, key, id, digest) => kit.emit(kind, key, id, digest);
  const lie = lieOf(patch, kit, moment);
  return lie === null
    ? emit
    : (kind, key, id, digest) => {
        if (moment.acts()) lie(kind, key, id, digest);
        else emit(kind, key, id, digest);
      };
}

/** What is recorded instead; null for patches of other seams. */
function lieOf(patch: Patch, kit: Kit, moment: Moment): Emit | null {
  const emit: Emit = (kind, key, id, digest) => kit.emit(kind, key, id, digest);
  if (patch.act === 'drop')
    return (kind, key, id, digest) => {
      if (!isVictim(kit, patch.victim, kind, key, id)) emit(kind, key, id, digest);
    };
  if (patch.act === 'repeat')
    return (kind, key, id, digest) => {
      emit(kind, key, id, digest);
      if (isVictim(kit, patch.victim, kind, key, id)) emit(kind, key, id, digest);
    };
  if (patch.act === 'renew')
    return (kind, key, id, digest) => {
      emit(kind, key, id, digest);
      if (isVictim(kit, patch.victim, kind, key, id)) emit(kind, key, patch.id, digest);
    };
  if (patch.act === 'add')
    return (kind, key, id, digest) => {
      emit(kind, key, id, digest);
      if (isVictim(kit, patch.after, kind, key, id)) record(kit, patch.event);
    };
  if (patch.act === 'replace')
    return (kind, key, id, digest) => {
      if (isVictim(kit, patch.victim, kind, key, id)) record(kit, patch.event);
      else emit(kind, key, id, digest);
    };
  const loss = lossAt(patch);
  if (loss !== null)
    return (kind, key, id, digest) => {
      if (isVictim(kit, loss.victim, kind, key, id)) loss.happen();
      emit(kind, key, id, digest);
    };
  if (patch.act === 'flood') return flood(patch, kit);
  if (patch.act === 'drop-every') return dropEvery(patch, kit);
  if (patch.act === 'swap') return swap(patch, kit, moment);
  return lieAboutKind(patch, kit, moment);
}

function dropEvery({ kind: name, every }: Extract<Patch, { act: 'drop-every' }>, kit: Kit): Emit {
  let seen = 0;
  return (kind, key, id, digest) => {
    if (kind === kit.kinds[name] && ++seen % every === 0) return;
    kit.emit(kind, key, id, digest);
  };
}

function flood({ kind: name, times }: Extract<Patch, { act: 'flood' }>, kit: Kit): Emit {
  return (kind, key, id, digest) => {
    kit.emit(kind, key, id, digest);
    if (kind !== kit.kinds[name]) return;
    for (let i = 1; i < times; i++) kit.emit(kind, key, FRESH_IDS + times * id + i, digest);
  };
}

/** Behind all ids that scenarios give. */
const FRESH_IDS = 4_000_000;

/** Where the second has come before the first anyway, nothing is held back: it would be lost. */
function swap({ first, second }: Extract<Patch, { act: 'swap' }>, kit: Kit, moment: Moment): Emit {
  let held: { readonly digest: number; readonly round: number } | null = null;
  let secondCame = 0;
  return (kind, key, id, digest) => {
    if (secondCame !== moment.round() && isVictim(kit, first, kind, key, id)) {
      held = { digest, round: moment.round() };
      return;
    }
    kit.emit(kind, key, id, digest);
    if (!isVictim(kit, second, kind, key, id)) return;
    secondCame = moment.round();
    if (held?.round === secondCame) record(kit, [first.kind, first.key, first.id, held.digest]);
    held = null;
  };
}

function isVictim(kit: Kit, victim: Victim, kind: number, key: number, id: number): boolean {
  return kind === kit.kinds[victim.kind] && key === victim.key && id === victim.id;
}

function patchedDigest(patch: Patch, kit: Kit, moment: Moment): Kit['crc32'] {
  if (patch.act !== 'short-digest') return (bytes, previous) => kit.crc32(bytes, previous);
  return (bytes, previous = 0) => {
    if (!moment.acts()) return kit.crc32(bytes, previous);
    // What follows the first chunk is lost.
    return previous === 0 ? kit.crc32(bytes.subarray(0, patch.bytes)) : previous;
  };
}
