// Limits of the system that end invocations: open files, and what inotify grants.
import type { Diagnosis } from '../../contract/doctor.ts';
import type { LimitsSeen } from '../seen.ts';
import { fine, problem, unknown, warning } from './diagnosis.ts';

/** The largest cells read 1000 files at once, or hold both ends of 512 connections in one process. */
const FILES_OF_THE_LARGEST = 1200;
/** With fewer, the cells of a default run fail. */
const FILES_OF_A_DEFAULT_RUN = 900;
/** The largest watched trees have fewer directories. */
const WANTED_WATCHES = 1024;
/** The subjects of one block, which watch at the same time. */
const WANTED_INSTANCES = 16;

/** A check runs several processes at the same time, each with an instance of its own. */
const AT_ONCE = 4;

/** Whether one process that watches `watches` directories can do so at all: the least, where a doctor looks at what is comfortable. */
export function diagnoseGranted(seen: LimitsSeen, watches: number): readonly Diagnosis[] {
  return [diagnoseWatches(seen, watches, 'It needs'), diagnoseInstances(seen, AT_ONCE, 'It needs')];
}

export function diagnoseLimits(seen: LimitsSeen): readonly Diagnosis[] {
  return [
    diagnoseOpenFiles(seen),
    diagnoseWatches(seen, WANTED_WATCHES, ALL),
    diagnoseInstances(seen, WANTED_INSTANCES, ALL),
  ];
}

function diagnoseOpenFiles({ openFiles }: LimitsSeen): Diagnosis {
  if (openFiles === null) return unknown('open-files', 'This system does not tell its limit of open files.');
  const text = `A process may open ${openFiles} files.`;
  if (openFiles >= FILES_OF_THE_LARGEST) return fine('open-files', text);
  const fix = 'Raise the limit: `ulimit -n 4096` in this shell, or LimitNOFILE of the service.';
  return openFiles < FILES_OF_A_DEFAULT_RUN
    ? problem('open-files', `${text} The scenarios of a default run need ${FILES_OF_A_DEFAULT_RUN}.`, fix)
    : warning('open-files', `${text} The profile \`full\` needs ${FILES_OF_THE_LARGEST}.`, fix);
}

const ALL = 'The scenarios of file_watch need';

function diagnoseWatches({ watches }: LimitsSeen, wanted: number, who: string): Diagnosis {
  if (watches === null) return unknown('watches', 'This system does not tell its limit of inotify watches.');
  const text = `A user may have ${watches} inotify watches.`;
  if (watches >= wanted) return fine('watches', text);
  const fix = 'Raise it: `sudo sysctl fs.inotify.max_user_watches=65536`.';
  return problem('watches', `${text} ${who} ${wanted}.`, fix);
}

function diagnoseInstances(
  { watchInstances, watchInstancesUsed }: LimitsSeen,
  wanted: number,
  who: string,
): Diagnosis {
  const id = 'watch-instances';
  if (watchInstances === null)
    return unknown(id, 'This system does not tell its limit of inotify instances.');
  const used = watchInstancesUsed ?? 0;
  const text = `A user may have ${watchInstances} inotify instances, and ${used} are in use.`;
  if (watchInstances - used >= wanted) return fine(id, text);
  const fix =
    'Raise it: `sudo sysctl fs.inotify.max_user_instances=512`; or end editors and servers that watch files.';
  return problem(id, `${text} ${who} ${wanted} more.`, fix);
}
