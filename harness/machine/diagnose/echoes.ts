// What has to come back: the notice of a change to a file, and a byte over loopback.
import type { Diagnosis } from '../../contract/doctor.ts';
import type { EchoAnswer, EchoSeen } from '../seen.ts';
import { fine, problem, unknown, warning } from './diagnosis.ts';

/** Above this, the machine is busy, or the folder lies on something slow. */
const SLOW_MS = 100;

const USES = { scratch: 'where workloads watch files', out: 'where runs are kept' } as const;
const FIXES = {
  scratch: 'Set TMPDIR to a folder of a local file system: network and FUSE file systems send no notices.',
  out: 'Workloads watch elsewhere, so nothing needs to be done. `TMPDIR` would choose another folder for them.',
} as const;

export function diagnoseWatching(seen: readonly EchoSeen[] | null): readonly Diagnosis[] {
  if (seen === null) return [unknown('file-watch', 'No folder could be watched in time.')];
  return seen.map(({ folder, use, echo }) => {
    const where = `${folder}, ${USES[use]}`;
    if ('ms' in echo) return answered('file-watch', `A change was noticed in ${where}`, echo.ms);
    const text = `No change is noticed in ${where}: ${echo.trouble}.`;
    return use === 'scratch'
      ? problem('file-watch', text, FIXES[use])
      : warning('file-watch', text, FIXES[use]);
  });
}

export function diagnoseLoopback(seen: EchoAnswer | null): Diagnosis {
  if (seen === null) return unknown('loopback', 'Loopback did not answer in time.');
  if ('ms' in seen) return answered('loopback', 'A byte came back over 127.0.0.1', seen.ms);
  const fix = 'Bring loopback up (`sudo ip link set lo up`), and allow connections to 127.0.0.1.';
  return problem('loopback', `Nothing comes back over 127.0.0.1: ${seen.trouble}.`, fix);
}

function answered(id: string, text: string, ms: number): Diagnosis {
  const told = `${text}, after ${ms.toFixed(1)} ms.`;
  return ms <= SLOW_MS ? fine(id, told) : warning(id, told, 'Wait until the machine is less busy.');
}
