// The stimulus `timers`: lets the workload arm each timer, and stamps the byte by which the timer's effect leaves the runner.
import type { Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { TIMER_BYTES, TIMER_PIPES } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { openPipePair } from './pipe-pair.ts';
import type { ArmedWitness } from './port.ts';
import { leaving } from './unused.ts';

type TimerStimulus = Extract<Stimulus, { kind: 'timers' }>;
type TimerRecord = Extract<WitnessRecord, { kind: 'timers' }>;

export async function openTimerStamps(
  { delaysMs, holdMs }: TimerStimulus,
  context: WitnessContext,
): Promise<ArmedWitness> {
  let timers: { letNs: number; hereNs: number | null; firedNs: number | null }[] = [];
  let endedNs: number | null = null;
  let held: NodeJS.Timeout | undefined;

  const permit = (): void => {
    const letNs = context.now();
    if (timers.length < delaysMs.length) timers.push({ letNs, hereNs: null, firedNs: null });
    else endedNs ??= letNs;
    pipes.answer(TIMER_BYTES.LET);
  };
  const asked = (): void => {
    clearTimeout(held);
    if (timers.length % 2 === 1) held = setTimeout(permit, holdMs);
    else permit();
  };
  const pipes = await openPipePair(context.directory, TIMER_PIPES, (bytes) => {
    const cameNs = context.now();
    for (const byte of bytes) {
      const last = timers.at(-1);
      if (byte === TIMER_BYTES.ASK) asked();
      if (byte === TIMER_BYTES.HERE && last !== undefined) last.hereNs ??= cameNs;
      if (byte === TIMER_BYTES.FIRED && last !== undefined) last.firedNs ??= cameNs;
    }
  });

  return {
    endpoints: {},
    listening: async () => {},
    async beforeRound() {
      clearTimeout(held);
      timers = [];
      endedNs = null;
      return {};
    },
    async afterRound() {
      const record: TimerRecord = { kind: 'timers', timers, endedNs };
      return timers.length === 0 ? leaving(record, TIMER_PIPES.toWitness, 'byte') : record;
    },
    async disarm() {
      clearTimeout(held);
      pipes.close();
    },
  };
}
