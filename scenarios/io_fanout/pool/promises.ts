// io_fanout.pool with promises: `readFile` of fs/promises, for the slow calls and for the small file.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { callPeers } from '../shared/sockets.ts';
import { LOOK_MS, phasesOf, slowFile, smallFile } from './phases.ts';
import type { PoolPhase } from './phases.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const [few, many] = phasesOf(params, kit);
  return {
    async round() {
      await play(few, kit);
      await play(many, kit);
      return few.slow + many.slow + 2;
    },
    close() {},
  };
}

async function play({ key, slow, kinds, looks }: PoolPhase, kit: Kit): Promise<void> {
  const calls = Array.from({ length: slow }, async (_, id) => {
    kit.emit(kinds.slow, 2 + key, id, kit.crc32(await readFile(slowFile(kit, id))));
  });
  const small = { isRead: false };
  const reading = readFile(smallFile(kit)).then((content) => {
    small.isRead = true;
    kit.emit(kinds.read, key, 0, kit.crc32(content));
  });
  for (let look = 0; look < looks && !small.isRead; look++) await sleep(LOOK_MS);
  kit.emit(kinds.freed, key, 0, slow);
  await callPeers(kit);
  await Promise.all([...calls, reading]);
}
