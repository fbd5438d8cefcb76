// file_watch.modify, bare: asks for one edit after the other; each is over when the writer knows that it was seen.
import { openWatching } from './watching.mjs';

const GO = 1;
const SETTLED = 1;
const DONE = 3;

export async function open({ files }, place) {
  const names = Array.from({ length: files }, (_, key) => `note${key}.txt`);
  const { send, answers } = await openWatching(names, place);
  return {
    async round() {
      for (let settled = 0; ; ) {
        send(GO, 0, 0);
        const { kind } = (await answers.next()).value;
        if (kind === DONE) return settled;
        if (kind === SETTLED) settled++;
      }
    },
  };
}
