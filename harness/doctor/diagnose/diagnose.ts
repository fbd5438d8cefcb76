// All diagnoses, in the order in which a reader needs them. Pure.
import type { Diagnosis } from '../../contract/doctor.ts';
import type { Observations } from '../observations.ts';
import { diagnoseClock } from './clock.ts';
import { diagnoseConditions } from './conditions.ts';
import { diagnoseLoopback, diagnoseWatching } from '../../machine/diagnose/echoes.ts';
import { diagnoseFolders } from '../../machine/diagnose/folders.ts';
import { diagnoseLimits } from '../../machine/diagnose/limits.ts';
import { diagnoseProcessors } from './processors.ts';
import { diagnoseRuntimes } from './runtimes.ts';

export function diagnose(seen: Observations): readonly Diagnosis[] {
  return [
    ...diagnoseRuntimes(seen.runtimes),
    ...diagnoseFolders(seen.folders),
    ...diagnoseWatching(seen.watching),
    diagnoseLoopback(seen.loopback),
    ...diagnoseLimits(seen.limits),
    ...diagnoseProcessors(seen.processors),
    ...diagnoseConditions(seen.conditions),
    diagnoseClock(seen.clock),
  ];
}
