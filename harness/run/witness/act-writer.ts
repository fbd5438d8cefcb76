// The stimulus `acts`: makes, changes, moves and deletes files and directories, and goes on only when the workload has acknowledged what it sees.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { planActs } from '../../contract/act-plan.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import { contentOfDecoy } from '../../contract/stimulus.ts';
import { ActRound } from './act-round.ts';
import type { WitnessContext } from './context.ts';
import { perform } from './file-acts.ts';
import type { ArmedWitness } from './port.ts';
import { openWriter } from './writer.ts';

type Acts = Extract<Stimulus, { kind: 'acts' }>;

export async function openActWriter(stimulus: Acts, context: WitnessContext): Promise<ArmedWitness> {
  const { directory, secret } = context;
  for (const path of stimulus.directories) mkdirSync(join(directory, path), { recursive: true });
  for (const [index, file] of stimulus.files.entries())
    perform({ kind: 'overwrite', path: join(directory, file), bytes: contentOfDecoy(secret, index) });
  // Acts that could not be told apart are an error of the scenario: said before anything runs.
  planActs(secret, 0, stimulus.acts);
  return openWriter(
    (round, send) => new ActRound(planActs(secret, round, stimulus.acts), round, send, context),
  );
}
