// Puts the patches of the platform in place. Those of the recorder wrap the workload instead: see `recorder-seam.ts`.
import type { Patch } from '../../../harness/mutants/spec.ts';
import { patchBytes } from './byte-seam.ts';
import { patchChildren } from './child-seam.ts';
import { patchCombinators } from './combinator-seam.ts';
import { patchConnecting } from './connect-seam.ts';
import { patchFiles } from './file-seam.ts';
import type { Moment } from './moment.ts';
import { patchLosses } from './loss-seam.ts';
import { patchNotices } from './notice-seam.ts';
import { patchClosing } from './server-seam.ts';
import { patchSignals } from './signal-seam.ts';
import { patchServers } from './socket-seam.ts';
import { noteStalls } from './stall-seam.ts';
import { patchTimers } from './timer-seam.ts';

export function install(patch: Patch, moment: Moment): void {
  noteStalls(moment);
  patchTimers(patch, moment);
  patchFiles(patch, moment);
  patchNotices(patch, moment);
  patchServers(patch, moment);
  patchClosing(patch, moment);
  patchConnecting(patch, moment);
  patchCombinators(patch, moment);
  patchLosses(patch, moment);
  patchChildren(patch, moment);
  patchBytes(patch, moment);
  patchSignals(patch, moment);
  if (patch.act === 'other-executable' && moment.active) process.execPath = patch.path;
}
