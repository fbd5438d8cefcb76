// What the machine grants for equal treatment of compared processes, as a run would find it.
import type { Diagnosis } from '../../contract/doctor.ts';
import type { Condition } from '../../run/block/bench-conditions.ts';
import { fine, unknown, warning } from '../../machine/diagnose/diagnosis.ts';

const FIXES: Readonly<Record<Condition['name'], string>> = {
  pinning: 'Install `taskset` (package util-linux), and let this process choose its CPUs.',
  orchestrator: 'Give this process at least two CPUs.',
  layout:
    'Install `setarch` (package util-linux). Within Docker: `--security-opt seccomp=unconfined` admits it. It matters for `compare --base-ref` alone.',
  scheduling: 'Use Linux with CONFIG_SCHEDSTATS: /proc/<pid>/schedstat is missing here.',
};

export function diagnoseConditions(seen: readonly Condition[] | null): readonly Diagnosis[] {
  if (seen === null)
    return [unknown('pinning', 'It could not be found out in time what the machine grants.')];
  return seen.map(({ name, kept, text }) => {
    const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
    return kept ? fine(name, sentence) : warning(name, sentence, FIXES[name]);
  });
}
