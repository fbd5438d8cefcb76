// Rule `resource`: a runner without work sleeps. The harness counts its wake-ups from outside, so a runner cannot misreport them.
import type { Rule } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';

/**
 * A runner that has just asked for rest still has to fall asleep, and so have some threads of its runtime: one wait each. Seen to be 0 or 1
 * on a machine at rest, and once 4 in 1,600 rests on one whose cores were both taken.
 */
const FALLING_ASLEEP = 6;

type ResourceRule = Extract<Rule, { kind: 'resource' }>;

/** Null: there is no count, because the machine does not report it or the witness did not rest. */
export function resourceDrafts(rule: ResourceRule, witness: WitnessRecord | null): FindingDraft[] | null {
  const rests = witness?.kind === 'acts' ? witness.rests : [];
  if (!rests.some(({ wakeUps }) => wakeUps !== null)) return null;
  return rests.flatMap((rest) => {
    const ms = (rest.endedNs - rest.beganNs) / 1e6;
    const most = FALLING_ASLEEP + Math.floor((rule.wakeUpsPerSecond * ms) / 1000);
    if (rest.wakeUps === null || rest.wakeUps <= most) return [];
    const text = `${rest.wakeUps} wake-ups of ${rest.processes} processes in ${ms.toFixed(0)} ms of rest; at most ${most} may be`;
    return [{ rule: rule.id, class: 'count', key: null, index: null, text, expected: [], observed: [] }];
  });
}
