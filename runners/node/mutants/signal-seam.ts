// The seam of signals: listeners of the process for them.
import { constants } from 'node:os';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

/** Every so many signals none of the listeners is called. */
export function patchSignals(patch: Patch, moment: Moment): void {
  if (patch.act !== 'lose-signals') return;
  const emit = process.emit.bind(process) as (name: string | symbol, ...args: unknown[]) => boolean;
  let seen = 0;
  Object.assign(process, {
    emit(name: string | symbol, ...args: unknown[]): boolean {
      const isSignal = typeof name === 'string' && name in constants.signals;
      if (isSignal && moment.acts() && ++seen % patch.every === 0) return true;
      return emit(name, ...args);
    },
  });
}
