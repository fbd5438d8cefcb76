// file_watch.rename_over with promises: `for await` over the notices of the directory, or of each file, and a round that awaits the answers.
import type { Open } from '../../../harness/contract/kit.ts';
import { openActs } from '../shared/promised_acts.ts';
import { namesOf } from '../shared/watched_files.ts';
import { FollowedFiles } from './followed_files.ts';

export const open: Open = (params, kit) => {
  const names = namesOf(Number(params['files']), (key) => `item${key}.txt`);
  if (params['target'] === 'directory') return openActs(kit, { names, skipHidden: true });
  return openActs(kit, { names, watch: (watching) => new FollowedFiles(watching) });
};
