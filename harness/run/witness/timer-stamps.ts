// The stimulus `timers`: lets the workload arm each timer, and stamps the byte by which the timer's effect leaves the runner.
import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { TIMER_BYTES, TIMER_PIPES } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import type { ArmedWitness } from './port.ts';

type TimerStimulus = Extract<Stimulus, { kind: 'timers' }>;
type TimerRecord = Extract<WitnessRecord, { kind: 'timers' }>;

const run = promisify(execFile);
/** Open for both, so that opening never waits and a pipe never ends while this process lives. */
const OPEN = constants.O_RDWR | constants.O_NONBLOCK;

export async function openTimerStamps(
  { delaysMs, holdMs }: TimerStimulus,
  context: WitnessContext,
): Promise<ArmedWitness> {
  const { directory } = context;
  const paths = [join(directory, TIMER_PIPES.toWitness), join(directory, TIMER_PIPES.fromWitness)] as const;
  await run('mkfifo', [...paths]);
  const answers = openSync(paths[1], OPEN);
  // A socket reads a pipe by the loop. A file stream would block one of four threads for each armed witness.
  const requests = new Socket({ fd: openSync(paths[0], OPEN), readable: true, writable: false });
  const answer = Buffer.of(TIMER_BYTES.LET);
  let timers: { letNs: number; hereNs: number | null; firedNs: number | null }[] = [];
  let endedNs: number | null = null;
  let held: NodeJS.Timeout | undefined;

  const permit = (): void => {
    const letNs = context.now();
    if (timers.length < delaysMs.length) timers.push({ letNs, hereNs: null, firedNs: null });
    else endedNs ??= letNs;
    try {
      writeSync(answers, answer);
    } catch {
      // A workload that asks without reading has filled the pipe: it waits in vain, and the harness says so.
    }
  };
  const asked = (): void => {
    clearTimeout(held);
    if (timers.length % 2 === 1) held = setTimeout(permit, holdMs);
    else permit();
  };
  requests.on('data', (bytes: Buffer) => {
    const cameNs = context.now();
    for (const byte of bytes) {
      const last = timers.at(-1);
      if (byte === TIMER_BYTES.ASK) asked();
      if (byte === TIMER_BYTES.HERE && last !== undefined) last.hereNs ??= cameNs;
      if (byte === TIMER_BYTES.FIRED && last !== undefined) last.firedNs ??= cameNs;
    }
  });
  // Without the pipe the workload waits in vain, and the harness says so when its patience ends.
  requests.on('error', () => requests.destroy());

  return {
    endpoints: {},
    listening: async () => {},
    async beforeRound() {
      clearTimeout(held);
      timers = [];
      endedNs = null;
      return {};
    },
    afterRound: async (): Promise<TimerRecord> => ({ kind: 'timers', timers, endedNs }),
    async disarm() {
      clearTimeout(held);
      requests.destroy();
      closeSync(answers);
    },
  };
}
