// file_watch.rename_over with callbacks: `fs.watch` of the directory, or of each file, calls back with each notice.
import type { Open } from '../../../harness/contract/kit.ts';
import { openActs } from '../shared/called_acts.ts';
import { namesOf } from '../shared/watched_files.ts';
import { followFiles } from './called_files.ts';

export const open: Open = (params, kit) => {
  const names = namesOf(Number(params['files']), (key) => `item${key}.txt`);
  return params['target'] === 'directory' ? openActs(kit, names) : openActs(kit, names, followFiles);
};
