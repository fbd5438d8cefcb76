// The stimulus `burst`: overwrites files in one go, without acknowledgements, and then waits for the last states.
import { join } from 'node:path';
import { crc32 } from '../../contract/digest.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import { contentOfWrite, fileName, fileOfWrite, initialContent, lastWrite } from '../../contract/stimulus.ts';
import { openBurstRound } from './burst-round.ts';
import type { PreparedBurst } from './burst-round.ts';
import type { WitnessContext } from './context.ts';
import { perform } from './file-acts.ts';
import type { FileAct } from './file-acts.ts';
import type { ArmedWitness } from './port.ts';
import { openWriter } from './writer.ts';

type Burst = Extract<Stimulus, { kind: 'burst' }>;

export async function openBurstWriter(stimulus: Burst, context: WitnessContext): Promise<ArmedWitness> {
  layOut(stimulus, context);
  return openWriter((round, send) => openBurstRound(prepareRound(stimulus, round, context), send, context));
}

function layOut({ files, writes }: Burst, { directory, secret }: WitnessContext): void {
  if (files < 1 || writes < 1) throw new Error('a burst needs at least one file and one write');
  for (let key = 0; key < files; key++)
    perform({ kind: 'overwrite', path: join(directory, fileName(key)), bytes: initialContent(secret, key) });
}

function prepareRound(stimulus: Burst, round: number, { directory, secret }: WitnessContext): PreparedBurst {
  const { files, writes, bytes } = stimulus;
  const contents = Array.from({ length: writes }, (_, write) => contentOfWrite(secret, round, write, bytes));
  const acts = contents.map((content, write): FileAct => {
    const path = join(directory, fileName(fileOfWrite(write, files)));
    return { kind: 'overwrite', path, bytes: content };
  });
  const digests = new Map<number, number>();
  for (let key = 0; key < files; key++) {
    const last = lastWrite(key, writes, files);
    const content = last === null ? undefined : contents[last];
    if (content !== undefined) digests.set(key, crc32(content));
  }
  return { acts, digests, spacingNs: stimulus.spacingUs * 1000 };
}
