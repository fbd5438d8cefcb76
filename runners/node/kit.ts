// The kit of one workload: the only way in which it is observed, and in which it learns of its surroundings.
import { crc32 } from 'node:zlib';
import type { Kit } from '../../harness/contract/kit.ts';
import type { Endpoint, PrepareMessage, RoundMessage } from '../../harness/contract/message.ts';
import type { Recorder } from './recorder.ts';

type Endpoints = Readonly<Record<string, Endpoint>>;

export interface HostedKit {
  readonly kit: Kit;
  /** Ends the time in which `listening` may be called; answers with what was told. */
  readonly opened: () => Record<string, Endpoint>;
  /** Sets what the workload sees of the round to come. */
  readonly begin: (round: Pick<RoundMessage, 'round' | 'purpose' | 'endpoints'>) => void;
  /** Sets what the workload sees of slices: what was said for the last round alone is over. */
  readonly beginSlices: () => void;
}

export function makeKit(prepare: PrepareMessage, recorder: Recorder, now: () => number): HostedKit {
  const own: Record<string, Endpoint> = {};
  let opening = true;
  let overrides: Endpoints = {};
  const kit = {
    kinds: Object.fromEntries(prepare.alphabet.map(({ name, code }) => [name, code])),
    nonce: prepare.nonce,
    seed: prepare.seed,
    directory: prepare.directory,
    traced: false,
    round: 0,
    cancelled: false,
    emit: recorder.emit,
    sample: recorder.sample,
    now,
    crc32: (bytes: Uint8Array, previous = 0) => crc32(bytes, previous),
    endpoint: (name: string) => ownEntry(overrides, name) ?? ownEntry(prepare.endpoints, name),
    listening: (name: string, endpoint: Endpoint) => {
      if (!opening) throw new Error(`listening(${name}) after the workload was opened`);
      own[name] = endpoint;
    },
  };
  return {
    kit,
    opened() {
      opening = false;
      return own;
    },
    begin({ round, purpose, endpoints }) {
      kit.round = round;
      kit.traced = purpose === 'traced';
      overrides = endpoints;
    },
    beginSlices() {
      kit.traced = false;
      overrides = {};
    },
  };
}

function ownEntry(endpoints: Endpoints, name: string): Endpoint | undefined {
  return Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
}
