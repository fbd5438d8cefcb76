// What invocations outside of a run share: a scratch folder, a witness and a busy neighbour, opened together and cleared up in any case.
import { harnessEpochNs } from '../run/clock.ts';
import { makeScratch } from '../run/scratch.ts';
import { startLoad } from '../run/stress-load.ts';
import { startWitness } from '../run/witness/host.ts';
import type { WitnessHost } from '../run/witness/port.ts';
import { guardChildren } from './child-guard.ts';

export interface InvocationPlaces {
  readonly scratchDirectory: string;
  readonly witness: WitnessHost;
}

/** `neighbour`: percent of each CPU that a process beside the runners keeps busy; 0: there is none. */
export async function withPlaces<Result>(
  neighbour: number,
  use: (places: InvocationPlaces) => Promise<Result>,
): Promise<Result> {
  const scratch = await makeScratch(process.env);
  try {
    const witness = guardChildren(await startWitness({ epochNs: harnessEpochNs }));
    try {
      const load = neighbour === 0 ? null : await startLoad({ share: neighbour / 100 });
      try {
        return await use({ scratchDirectory: scratch.directory, witness });
      } finally {
        await load?.end();
      }
    } finally {
      await witness.close();
    }
  } finally {
    await scratch.remove();
  }
}
