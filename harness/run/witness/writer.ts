// The part that both writers share: a wire for the whole invocation, which carries one round after the other.
import type { WitnessRecord } from '../../contract/witness.ts';
import { openFrameServer } from './frame-server.ts';
import type { FrameReceiver, FrameServer } from './frame-server.ts';
import type { ArmedWitness } from './port.ts';
import { leaving } from './unused.ts';

/** A round of a writer: reacts to frames, and ends with what it recorded. After its end it edits nothing any more. */
export interface WriterRound extends FrameReceiver {
  end(): WitnessRecord;
}

export async function openWriter(
  openRound: (round: number, send: FrameServer['send']) => WriterRound,
): Promise<ArmedWitness> {
  let current: WriterRound | null = null;
  let asked = false;
  const wire = await openFrameServer({
    go: () => {
      asked = true;
      current?.go();
    },
    state: (key, digest) => current?.state(key, digest),
  });
  return {
    endpoints: { writer: wire.endpoint },
    listening: async () => {},
    async beforeRound(round) {
      current?.end();
      asked = false;
      current = openRound(round, (kind, a, b) => wire.send(kind, a, b));
      return {};
    },
    async afterRound() {
      const record = current?.end() ?? null;
      return record === null || asked ? record : leaving(record, 'writer', wire.silence ?? 'request');
    },
    async disarm() {
      current?.end();
      await wire.close();
    },
  };
}
