// io_fanout.pool with callbacks: `readFile` of fs, for the slow calls and for the small file.
import { readFile } from 'node:fs';
import { connect } from 'node:net';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { tcpEndpoint } from '../shared/sockets.ts';
import { LOOK_MS, phasesOf, slowFile, smallFile } from './phases.ts';
import type { PoolPhase } from './phases.ts';

type Failed = (error: Error) => void;

export function open(params: Parameters, kit: Kit): Workload {
  const [few, many] = phasesOf(params, kit);
  return {
    round: () =>
      new Promise((resolve, reject) => {
        play(few, kit, reject, () => play(many, kit, reject, () => resolve(few.slow + many.slow + 2)));
      }),
    close() {},
  };
}

function play({ key, slow, kinds, looks }: PoolPhase, kit: Kit, failed: Failed, over: () => void): void {
  // The slow calls, the small file, and the harness.
  let left = slow + 2;
  let isRead = false;
  const done = (): void => {
    if (--left === 0) over();
  };
  for (let id = 0; id < slow; id++)
    readFile(slowFile(kit, id), (error, content) => {
      if (error !== null) return failed(error);
      kit.emit(kinds.slow, 2 + key, id, kit.crc32(content));
      done();
    });
  readFile(smallFile(kit), (error, content) => {
    if (error !== null) return failed(error);
    isRead = true;
    kit.emit(kinds.read, key, 0, kit.crc32(content));
    done();
  });
  const look = (nth: number): void => {
    if (nth < looks && !isRead) return void setTimeout(look, LOOK_MS, nth + 1);
    kit.emit(kinds.freed, key, 0, slow);
    const { host, port } = tcpEndpoint(kit, 'peer');
    connect(port, host).once('end', done).once('error', failed).resume();
  };
  look(0);
}
