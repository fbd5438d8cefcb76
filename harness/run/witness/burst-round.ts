// One round of a burst: all overwrites first, then one answer for each file, then the end.
import { FROM_WRITER } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { perform } from './file-acts.ts';
import type { FileAct } from './file-acts.ts';
import type { FrameServer } from './frame-server.ts';
import type { WriterRound } from './writer.ts';

export interface PreparedBurst {
  readonly acts: readonly FileAct[];
  /** Where each file ends: key to CRC-32 of its last content. */
  readonly digests: ReadonlyMap<number, number>;
  readonly spacingNs: number;
}

export function openBurstRound(
  burst: PreparedBurst,
  send: FrameServer['send'],
  context: WitnessContext,
): WriterRound {
  const acknowledged = new Map<number, number>();
  const unanswered = new Set(burst.digests.keys());
  let phase: 'ready' | 'waiting' | 'over' = 'ready';
  let span = { beganNs: 0, endedNs: 0 };
  let patience: NodeJS.Timeout | undefined;

  const stopWaiting = (): void => {
    clearTimeout(patience);
    phase = 'over';
  };

  const answer = (kind: number, key: number): void => {
    unanswered.delete(key);
    send(kind, key, 0);
    if (unanswered.size > 0) return;
    stopWaiting();
    send(FROM_WRITER.DONE, burst.acts.length, 0);
  };

  const lose = (): void => {
    for (const key of unanswered) answer(FROM_WRITER.LOST, key);
  };

  return {
    go() {
      if (phase === 'waiting') return;
      if (phase === 'over') return send(FROM_WRITER.DONE, burst.acts.length, 0);
      phase = 'waiting';
      span = performSpaced(burst, context);
      patience = setTimeout(lose, context.patienceMs);
    },
    state(key, digest) {
      if (phase !== 'waiting' || !unanswered.has(key) || burst.digests.get(key) !== digest) return;
      acknowledged.set(key, context.now());
      answer(FROM_WRITER.SETTLED, key);
    },
    end() {
      stopWaiting();
      const files = [...burst.digests].map(([key, digest]) => ({
        key,
        digest,
        acknowledgedNs: acknowledged.get(key) ?? null,
      }));
      return { kind: 'burst', files, ...span };
    },
  };
}

/** Busy-waits between the writes: a timer could not keep spacings below a millisecond. */
function performSpaced(
  { acts, spacingNs }: PreparedBurst,
  context: WitnessContext,
): { beganNs: number; endedNs: number } {
  const beganNs = context.now();
  for (const [write, act] of acts.entries()) {
    if (spacingNs > 0) waitUntil(beganNs + write * spacingNs, context);
    perform(act);
  }
  return { beganNs, endedNs: context.now() };
}

function waitUntil(dueNs: number, context: WitnessContext): void {
  while (context.now() < dueNs);
}
