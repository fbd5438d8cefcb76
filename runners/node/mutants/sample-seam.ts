// The seam between a workload and its samples: what is sampled differs from what is recorded, or the clock behind it is not what it seems.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

export function patchedSample(patch: Patch, kit: Kit, moment: Moment): Kit['sample'] {
  const lie = lieOf(patch, kit);
  if (lie === null) return kit.sample;
  return (nanoseconds) => (moment.acts() ? lie(nanoseconds) : kit.sample(nanoseconds));
}

function lieOf(patch: Patch, kit: Kit): Kit['sample'] | null {
  if (patch.act === 'no-samples') return () => {};
  if (patch.act === 'constant-samples') return () => kit.sample(patch.ns);
  if (patch.act === 'shift-samples') return (nanoseconds) => kit.sample(nanoseconds + patch.ns);
  if (patch.act === 'hidden-early') return (nanoseconds) => kit.sample(nanoseconds + patch.ms * 1e6);
  if (patch.act === 'hidden-late') return (nanoseconds) => kit.sample(nanoseconds - patch.ms * 1e6);
  if (patch.act !== 'repeat-samples') return null;
  return (nanoseconds) => {
    for (let i = 0; i < patch.times; i++) kit.sample(nanoseconds);
  };
}

/** The recorder stamps events by its own reading of the clock: only what the workload reads is patched. */
export function patchedNow(patch: Patch, kit: Kit, moment: Moment): Kit['now'] {
  if (patch.act === 'coarse-clock') {
    const stepNs = patch.ms * 1e6;
    return () => (moment.acts() ? Math.floor(kit.now() / stepNs) * stepNs : kit.now());
  }
  if (patch.act === 'callback-clock')
    return () => {
      const agoMs = moment.acts() ? performance.now() - moment.callbackBegan() : 0;
      return kit.now() - Math.round(agoMs * 1e6);
    };
  return kit.now;
}
