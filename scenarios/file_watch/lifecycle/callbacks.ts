// file_watch.lifecycle with callbacks: `fs.watch` calls back with each notice, `fs.readFile` with the content, the socket with frames.
import type { Open } from '../../../harness/contract/kit.ts';
import { openActs } from '../shared/called_acts.ts';
import { namesOf } from '../shared/watched_files.ts';

export const open: Open = (params, kit) =>
  openActs(
    kit,
    namesOf(2 * Number(params['pairs']), (key) => `item${key}.txt`),
  );
