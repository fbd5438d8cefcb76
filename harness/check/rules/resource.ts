// Rule `resource`: a runner without work sleeps. The harness counts its wake-ups from outside, so a runner cannot misreport them.
import type { Rule } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';

type ResourceRule = Extract<Rule, { kind: 'resource' }>;

/** What a runner needs to fall asleep the witness has measured: its rests begin after that. Null: there is no count, because the machine does not report it or the witness did not rest. */
export function resourceDrafts(rule: ResourceRule, witness: WitnessRecord | null): FindingDraft[] | null {
  const rests = witness?.kind === 'acts' ? witness.rests : [];
  if (!rests.some(({ wakeUps }) => wakeUps !== null)) return null;
  return rests.flatMap((rest) => {
    const ms = (rest.endedNs - rest.beganNs) / 1e6;
    const most = Math.floor((rule.wakeUpsPerSecond * ms) / 1000);
    if (rest.wakeUps === null || rest.wakeUps <= most) return [];
    const text = `${rest.wakeUps} wake-ups of ${rest.processes} processes in ${ms.toFixed(0)} ms of rest, after ${rest.fallingAsleep} on falling asleep; at most ${most} may be`;
    return [{ rule: rule.id, class: 'count', key: null, index: null, text, expected: [], observed: [] }];
  });
}
