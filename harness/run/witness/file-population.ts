// The stimulus `files`: before each round every file gets new content, so that nothing read earlier can pass for it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Stimulus } from '../../contract/scenario.ts';
import { contentOfFile, fileName } from '../../contract/stimulus.ts';
import type { WitnessContext } from './context.ts';
import { perform } from './file-acts.ts';
import type { ArmedWitness } from './port.ts';

export function openFilePopulation(
  stimulus: Extract<Stimulus, { kind: 'files' }>,
  { directory, secret }: WitnessContext,
): ArmedWitness {
  const missing = new Set(stimulus.missing);
  const written = Array.from({ length: stimulus.count }, (_, index) => index).filter(
    (index) => !missing.has(index),
  );
  return {
    endpoints: {},
    listening: async () => {},
    async beforeRound(round) {
      for (const index of missing) rmSync(join(directory, fileName(index)), { force: true });
      for (const index of written) {
        const bytes = contentOfFile(secret, round, index, stimulus.bytes);
        perform({ kind: 'overwrite', path: join(directory, fileName(index)), bytes });
      }
      return {};
    },
    afterRound: async () => ({ kind: 'files', written: written.length }),
    disarm: async () => {},
  };
}
