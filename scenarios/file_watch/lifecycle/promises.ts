// file_watch.lifecycle with promises: `for await` over the notices of fs/promises, and a round that awaits one answer after the other.
import type { Open } from '../../../harness/contract/kit.ts';
import { openActs } from '../shared/promised_acts.ts';
import { namesOf } from '../shared/watched_files.ts';

export const open: Open = (params, kit) =>
  openActs(kit, { names: namesOf(2 * Number(params['pairs']), (key) => `item${key}.txt`), skipHidden: true });
