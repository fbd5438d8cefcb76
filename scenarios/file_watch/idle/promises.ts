// file_watch.idle with promises: `for await` over the notices of fs/promises, and a round that awaits one answer after the other.
import type { Open } from '../../../harness/contract/kit.ts';
import { openActs } from '../shared/promised_acts.ts';
import { noteNames } from '../shared/watched_files.ts';

/** Asks once, and has nothing to do until the writer has rested and written. A round counts the milliseconds of rest. */
export const open: Open = (params, kit) =>
  openActs(kit, { names: noteNames(1), operations: Number(params['restMs']) });
