// Opens the store that a person named: `git:<ref>`, a ref of the repository around the working directory, or a folder.
import { randomInt } from 'node:crypto';
import { FailureError, failure } from '../contract/failure.ts';
import type { ArchiveBackend, Opening } from './backend.ts';
import { openFolder } from './folder-backend.ts';
import { openGitRef } from './git-backend.ts';
import { gitIn } from './git-command.ts';

export const USUAL_PLACE = 'git:refs/evenloop/runs';

/** Branches and tags are the user's, and what a work tree has checked out is one of them. */
const OWN_REF = /^refs\/evenloop\/[a-z0-9][a-z0-9-]*$/;
const GIT = 'git:';

const fraction = (): number => randomInt(1 << 30) / (1 << 30);

export async function openArchive(place: string, folder: string, opening: Opening): Promise<ArchiveBackend> {
  if (!place.startsWith(GIT)) return openFolder(place, opening);
  const ref = place.slice(GIT.length);
  if (!OWN_REF.test(ref))
    throw new FailureError(
      failure(
        'EL1004',
        `--store is ${JSON.stringify(place)}.`,
        `Give --store a folder, or git:refs/evenloop/<name> with small letters, digits and hyphens, such as ${USUAL_PLACE}.`,
      ),
    );
  return openGitRef({ ref, git: gitIn(folder, process.env), now: Date.now, random: fraction }, opening);
}
