// Chooses the witness for a stimulus. Where the harness itself does nothing, there is nothing to witness.
import { assertNever } from '../../contract/failure.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import { openActWriter } from './act-writer.ts';
import { openAddresses } from './addresses.ts';
import { openBurstWriter } from './burst-writer.ts';
import { openResetClients } from './clients.ts';
import type { WitnessContext } from './context.ts';
import { openDatagramMirror } from './datagram-mirror.ts';
import { openEchoProxy } from './echo-proxy.ts';
import { openFilePopulation } from './file-population.ts';
import { openFileWriter } from './file-writer.ts';
import { openHalfCloseClients } from './half-close-clients.ts';
import { openHttpClients } from './http-clients.ts';
import type { ArmedWitness } from './port.ts';
import { openPoolFiles } from './pool-files.ts';
import { openRelay } from './relay.ts';
import { openShutdownClients } from './shutdown-clients.ts';
import { openSignaller } from './signaller.ts';
import { openTimerStamps } from './timer-stamps.ts';
import { openUpstreams } from './upstreams.ts';

export async function openWitness(stimulus: Stimulus, context: WitnessContext): Promise<ArmedWitness> {
  switch (stimulus.kind) {
    case 'none':
      return IDLE;
    case 'edits':
      return openFileWriter(stimulus, context);
    case 'burst':
      return openBurstWriter(stimulus, context);
    case 'acts':
      return openActWriter(stimulus, context);
    case 'echo-proxy':
      return openEchoProxy(stimulus, context);
    case 'files':
      return openFilePopulation(stimulus, context);
    case 'half-close':
      return openHalfCloseClients(stimulus, context);
    case 'reset':
      return openResetClients(stimulus, context);
    case 'relay':
      return openRelay(stimulus, context);
    case 'datagrams':
      return openDatagramMirror(context);
    case 'shutdown':
      return openShutdownClients(stimulus, context);
    case 'addresses':
      return openAddresses(stimulus, context);
    case 'upstreams':
      return openUpstreams(stimulus, context);
    case 'http-clients':
      return openHttpClients(stimulus, context);
    case 'pool':
      return openPoolFiles(stimulus, context);
    case 'signals':
      return openSignaller(stimulus, context);
    case 'timers':
      return openTimerStamps(stimulus, context);
    default:
      return assertNever(stimulus);
  }
}

const IDLE: ArmedWitness = {
  endpoints: {},
  listening: async () => {},
  beforeRound: async () => ({}),
  afterRound: async () => null,
  disarm: async () => {},
};
