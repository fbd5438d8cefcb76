// The stimulus `half-close`: clients that end their side together with their last bytes, all while the workload holds its loop up.
import { requestOf } from '../../contract/peer-stimulus.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import { END_PIPES } from '../../contract/witness.ts';
import { openClients } from './clients.ts';
import type { WitnessContext } from './context.ts';
import { openPipePair } from './pipe-pair.ts';
import type { ArmedWitness } from './port.ts';
import { TcpClient } from './tcp-client.ts';

type HalfClose = Extract<Stimulus, { kind: 'half-close' }>;

const ALL_ENDED = 1;

export async function openHalfCloseClients(
  { connections, bytes, tailBytes }: HalfClose,
  { directory, secret, patienceMs }: WitnessContext,
): Promise<ArmedWitness> {
  let ends: readonly (() => Promise<void>)[] = [];
  const pipes = await openPipePair(directory, END_PIPES, () => {
    void Promise.all(ends.map((end) => end())).then(() => pipes.answer(ALL_ENDED));
  });
  const witness = await openClients({}, (round, target) => {
    const clients = Array.from({ length: connections }, (_, key) => {
      const request = requestOf(secret, round, key, bytes);
      const client = new TcpClient(target, patienceMs);
      client.send(request.subarray(0, bytes - tailBytes));
      return { client, tail: request.subarray(bytes - tailBytes) };
    });
    ends = clients.map(
      ({ client, tail }) =>
        () =>
          client.sendEnd(tail),
    );
    return clients.map(async ({ client }) => {
      await client.over();
      return client.tally();
    });
  });
  return {
    ...witness,
    async beforeRound(round, traced) {
      ends = [];
      return witness.beforeRound(round, traced);
    },
    async disarm() {
      pipes.close();
      await witness.disarm();
    },
  };
}
