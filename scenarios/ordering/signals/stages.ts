// What all styles of ordering.signals share: the stages of a round, and what becomes of a signal in each. How it is heard is the style's.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { playChildren } from './children.ts';
import { ASK, connectToSender } from './wire.ts';

/** By their places in this list signals stand in the trace. */
export const SIGNALS: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGINT', 'SIGUSR2', 'SIGWINCH'];

/** Keys of the trace. */
const SINGLE = 0;
const BURST = 1;
const HELD = 2;
/** After the last signal of a burst was sent. */
const REST_MS = 5;
const HELD_LONGER_MS = 1;
const PATIENCE_MS = 2000;

type Kinds = Record<'asked' | 'received' | 'ran' | 'settled' | 'held' | 'released' | 'heard', number>;

export interface Stages {
  /** A signal was heard. */
  heard(place: number): void;
  round(): Promise<number>;
  close(): void;
}

export async function openStages(params: Parameters, kit: Kit): Promise<Stages> {
  const singles = Number(params['singles']);
  const kinds = kit.kinds as Kinds;
  const wire = await connectToSender(kit);
  let heard = (_place: number): void => {};

  /** Asks, and waits until a signal was heard: false when none came. */
  const oneBy = (kind: number, key: number, id: number, ask: () => void): Promise<boolean> =>
    new Promise((resolve) => {
      wire.onLost = () => resolve(false);
      heard = (place) => {
        kit.emit(kind, key, id, place);
        resolve(true);
      };
      ask();
    });

  const single = (id: number): Promise<boolean> =>
    oneBy(kinds.received, SINGLE, id, () => {
      kit.emit(kinds.asked, SINGLE, id, 0);
      wire.ask(ASK.single, process.pid, 0);
    });

  const burst = async (): Promise<void> => {
    const path = join(kit.directory, 'state');
    let [state, ran] = [0, 0];
    heard = () => {
      state = stateIn(path) ?? state;
      kit.emit(kinds.ran, BURST, 0, ++ran);
    };
    wire.ask(ASK.burst, process.pid, 0);
    await wire.sent();
    await sleep(REST_MS);
    // When the loop was held up, the timer may come before what has arrived in the meantime.
    for (let turn = 0; turn < 4; turn++) await nextTurn();
    kit.emit(kinds.settled, BURST, 0, state);
  };

  const held = (): Promise<boolean> =>
    oneBy(kinds.heard, HELD, 0, () => {
      const path = join(kit.directory, 'sent');
      rmSync(path, { force: true });
      kit.emit(kinds.held, HELD, 0, 0);
      wire.ask(ASK.blocked, process.pid, 0);
      holdUntil(path);
      kit.emit(kinds.released, HELD, 0, 0);
    });

  return {
    heard: (place) => heard(place),
    async round() {
      for (let id = 0; id < singles; id++) if (!(await single(id))) return singles;
      await burst();
      if ((await held()) && kit.traced) await playChildren(kit, wire);
      return singles;
    },
    close: () => wire.close(),
  };
}

/** Null while it is being written. */
function stateIn(path: string): number | null {
  const bytes = readFileSync(path);
  return bytes.length === 4 ? bytes.readUInt32LE(0) : null;
}

const CELL = new Int32Array(new SharedArrayBuffer(4));

/** Holds the loop up until the file is there, and a little longer. */
function holdUntil(path: string): void {
  for (let ms = 0; ms < PATIENCE_MS && !existsSync(path); ms++) Atomics.wait(CELL, 0, 0, 1);
  Atomics.wait(CELL, 0, 0, HELD_LONGER_MS);
}
