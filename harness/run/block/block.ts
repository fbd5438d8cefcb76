// A co-scheduled block: the resources that its members share while they are measured together.
import { splitMix32 } from '../../contract/payload.ts';
import type { Step } from '../../contract/plan.ts';
import { isOnlyOn, pinProcesses } from './affinity.ts';
import type {
  BlockConditions,
  BlockContext,
  BlockPlace,
  BlockSettings,
  MemberResult,
  ReadyMember,
} from './block-types.ts';
import { conductSlices } from './conduct-slices.ts';
import { oneAtATime, openBarrier } from './barrier.ts';
import type { MemberStages } from '../stages.ts';
import type { Stop } from '../stop.ts';

/** `steps` are the members of one block in one repetition; `stages` is told when they are pinned and when their slices begin and end. */
export function openBlock(
  steps: readonly Step[],
  settings: BlockSettings,
  { cpu, orchestrator }: BlockPlace,
  stop: Stop,
  stages?: MemberStages,
): BlockContext {
  const [first] = steps;
  if (first === undefined || first.block.sampling === 'plain') throw new Error('a block without company');
  const ids = steps.map(({ invocation }) => invocation);
  const exclusively = oneAtATime();
  const { machine } = settings;
  const { sampling, sides, slices } = first.block;
  const next = splitMix32(first.seed ^ 0x51ced);
  // Two builds of one runtime get the same layout in a block, another one in the next; across runtimes each process gets its own.
  const fixed = sides.length > 1 ? machine.fixedLayout : null;
  const comeBack = async (): Promise<void> => {
    if (cpu !== null) await orchestrator.comeBack(cpu);
  };
  const conduct = (members: readonly ReadyMember[]): Promise<ReadonlyMap<string, MemberResult>> =>
    exclusively(async () => {
      stages?.enter('pin');
      const pinned = await pin(members, cpu);
      if (cpu !== null) await orchestrator.leave(cpu);
      stages?.enter(sampling === 'duet' ? 'wait' : 'slices');
      const conditions: BlockConditions = { cpu: pinned, fixedLayout: fixed !== null };
      if (sampling === 'duet')
        return new Map(members.map(({ id }) => [id, { ok: true, slices: null, conditions }]));
      try {
        return await conductSlices(members, steps, { settings, stop, next, conditions });
      } finally {
        stages?.enter('pin');
        await comeBack();
        stages?.enter('wait');
      }
    });
  return {
    sampling,
    fresh: slices?.fresh === true,
    exclusively,
    prefix: fixed ?? [],
    start: openBarrier(ids, conduct),
    end: openBarrier(ids, async (members) => new Map(members.map(({ id }) => [id, null]))),
    close: comeBack,
  };
}

/** The CPU on which they are now; null: wherever the kernel likes. A move costs a process, so only who is not there is moved. */
async function pin(members: readonly ReadyMember[], cpu: number | null): Promise<number | null> {
  if (cpu === null) return null;
  const pids = members.flatMap(({ pid }) => (isOnlyOn(pid, cpu) ? [] : [pid]));
  return (await pinProcesses(pids, [cpu])) === null ? cpu : null;
}
