// One round of acknowledged edits: edit, wait until the workload acknowledges the new state, and only then edit again.
import type { EditState } from '../../contract/stimulus.ts';
import { FROM_WRITER } from '../../contract/witness.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { perform } from './file-acts.ts';
import type { FileAct } from './file-acts.ts';
import type { FrameServer } from './frame-server.ts';
import type { WriterRound } from './writer.ts';

export interface PreparedEdit {
  readonly state: EditState;
  readonly act: FileAct;
}

/** The edit whose state has not been acknowledged yet. */
interface Outstanding {
  readonly state: EditState;
  readonly beganNs: number;
  readonly endedNs: number;
  readonly patience: NodeJS.Timeout;
}

export function openEditRound(
  edits: readonly PreparedEdit[],
  send: FrameServer['send'],
  context: WitnessContext,
): WriterRound {
  const record: Extract<WitnessRecord, { kind: 'edits' }>['edits'][number][] = [];
  let next = 0;
  let outstanding: Outstanding | null = null;

  /** Ends the wait for the outstanding edit, with the time at which it was acknowledged or null. */
  const settle = (
    { state, beganNs, endedNs, patience }: Outstanding,
    acknowledgedNs: number | null,
  ): void => {
    clearTimeout(patience);
    outstanding = null;
    record.push({ key: state.key, digest: state.digest, beganNs, endedNs, acknowledgedNs });
  };

  const lose = (): void => {
    if (outstanding === null) return;
    const { key, index } = outstanding.state;
    settle(outstanding, null);
    // One lost edit is evidence enough. Each further one would only cost the patience again, up to the limit of the round.
    next = edits.length;
    send(FROM_WRITER.LOST, key, index);
  };

  return {
    go() {
      // A workload that asks for the next edit before acknowledging this one has to wait: that is the rule it broke.
      if (outstanding !== null) return;
      while (next < edits.length) {
        const { state, act } = edits[next++] as PreparedEdit;
        const beganNs = context.now();
        perform(act);
        const endedNs = context.now();
        // An edit without a change requires no notice, so the next edit follows at once.
        if (!state.acknowledged) continue;
        outstanding = { state, beganNs, endedNs, patience: setTimeout(lose, context.patienceMs) };
        return;
      }
      send(FROM_WRITER.DONE, edits.length, 0);
    },
    state(key, digest) {
      // Another digest is legal: the state in the middle of a save, or one from before it.
      if (outstanding?.state.key !== key || outstanding.state.digest !== digest) return;
      const { index } = outstanding.state;
      settle(outstanding, context.now());
      send(FROM_WRITER.SETTLED, key, index);
    },
    end() {
      if (outstanding !== null) settle(outstanding, null);
      next = edits.length;
      return { kind: 'edits', edits: record };
    },
  };
}
