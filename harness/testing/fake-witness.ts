// A witness host without a process: keeps the contract of `WitnessHost`, remembers what it was asked, and fails where it is told to.
import { FailureError, failure } from '../contract/failure.ts';
import type { ArmedWitness, ArmRequest, WitnessHost } from '../run/witness/port.ts';

export type WitnessMoment = 'arm' | 'listening' | 'beforeRound' | 'afterRound' | 'disarm';

export interface FakeWitness extends WitnessHost {
  /** What was asked of it, in order: `arm`, `listening`, `beforeRound 0 traced`, .. */
  readonly calls: readonly string[];
  /** The process groups it was told to guard and to release. */
  readonly guarded: readonly number[];
  readonly released: readonly number[];
  readonly armed: readonly ArmRequest[];
}

export interface FakeWitnessFaults {
  readonly failsAt?: WitnessMoment;
  readonly hangsAt?: WitnessMoment;
}

export function fakeWitness({ failsAt, hangsAt }: FakeWitnessFaults = {}): FakeWitness {
  const calls: string[] = [];
  const guarded: number[] = [];
  const released: number[] = [];
  const armed: ArmRequest[] = [];
  const act = async (moment: WitnessMoment, detail = ''): Promise<void> => {
    calls.push(`${moment}${detail}`);
    if (moment === hangsAt) await new Promise(() => {});
    if (moment === failsAt)
      throw new FailureError(failure('EL2013', `The witness died at ${moment}.`, 'Run it again.'));
  };
  const witness: ArmedWitness = {
    endpoints: {},
    listening: () => act('listening'),
    async beforeRound(round, traced) {
      await act('beforeRound', ` ${round}${traced ? ' traced' : ''}`);
      return {};
    },
    async afterRound() {
      await act('afterRound');
      return null;
    },
    disarm: () => act('disarm'),
  };
  return {
    calls,
    guarded,
    released,
    armed,
    async arm(request) {
      armed.push(request);
      await act('arm');
      return witness;
    },
    guard: (pid) => void guarded.push(pid),
    release: (pid) => void released.push(pid),
    close: async () => {},
  };
}
