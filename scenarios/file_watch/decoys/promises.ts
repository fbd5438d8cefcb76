// file_watch.decoys with promises: `for await` over the notices of fs/promises, and a round that awaits one answer after the other.
import type { Open } from '../../../harness/contract/kit.ts';
import { openActs } from '../shared/promised_acts.ts';
import { noteNames } from '../shared/watched_files.ts';

export const open: Open = (params, kit) => openActs(kit, { names: noteNames(Number(params['files'])) });
