// The harness's end of its witnesses: starts the process, hands out witnesses, and starts another process when one has crashed.
import { fileURLToPath } from 'node:url';
import { FailureError, failure } from '../../contract/failure.ts';
import { WRITER_PATIENCE_MS } from '../../contract/witness.ts';
import { openLink } from './link.ts';
import type { LinkOptions, WitnessLink } from './link.ts';
import type { ArmedWitness, WitnessHost } from './port.ts';
import type { WitnessReply } from './wire.ts';

export interface WitnessOptions {
  /** Start of the harness on CLOCK_MONOTONIC, in nanoseconds: records count from it. */
  readonly epochNs: bigint;
  /** The compiled witness program; beside this file when this file is compiled too. */
  readonly mainPath?: string;
  readonly patienceMs?: number;
}

export async function startWitness(options: WitnessOptions): Promise<WitnessHost> {
  const linkOptions: LinkOptions = {
    epochNs: options.epochNs,
    mainPath: options.mainPath ?? fileURLToPath(new URL('main.js', import.meta.url)),
    patienceMs: options.patienceMs ?? WRITER_PATIENCE_MS,
  };
  const guarded = new Set<number>();
  let link = await openLink(linkOptions);

  const living = async (): Promise<WitnessLink> => {
    if (link.alive) return link;
    link = await openLink(linkOptions);
    for (const pid of guarded) link.tell({ kind: 'guard', pid });
    return link;
  };

  return {
    async arm(request) {
      const own = await living();
      const { invocation } = request;
      const reply = await own.ask({ kind: 'arm', invocation, request });
      return armedOn(own, invocation, endpointsOf(reply));
    },
    guard(pid) {
      guarded.add(pid);
      link.tell({ kind: 'guard', pid });
    },
    release(pid) {
      guarded.delete(pid);
      link.tell({ kind: 'release', pid });
    },
    close: () => link.end(),
  };
}

/** Bound to the process that was armed: when that one dies, the invocation has lost its witness for good. */
function armedOn(link: WitnessLink, invocation: string, endpoints: ArmedWitness['endpoints']): ArmedWitness {
  return {
    endpoints,
    async listening(theirs) {
      await link.ask({ kind: 'listening', invocation, endpoints: theirs });
    },
    async beforeRound(round, traced) {
      return endpointsOf(await link.ask({ kind: 'before-round', invocation, round, traced }));
    },
    async afterRound() {
      const reply = await link.ask({ kind: 'after-round', invocation });
      return reply.kind === 'record' ? reply.record : outOfPlace(reply);
    },
    async disarm() {
      // All records are in by now. A witness that cannot even let go is ended; the next invocation gets a new one.
      await link.ask({ kind: 'disarm', invocation }).catch(() => link.end());
    },
  };
}

function endpointsOf(reply: WitnessReply): ArmedWitness['endpoints'] {
  return reply.kind === 'endpoints' ? reply.endpoints : outOfPlace(reply);
}

function outOfPlace(reply: WitnessReply): never {
  throw new FailureError(
    failure(
      'EL2013',
      `The witness sent an unexpected reply: ${reply.kind}.`,
      'Report this as a bug of evenloop.',
    ),
  );
}
