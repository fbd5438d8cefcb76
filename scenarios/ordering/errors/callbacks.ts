// ordering.errors with callbacks: immediates and timers that throw, heard by the process's own handler.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { END_MS, TIMER, TIMER_MS, TURN, makeTrial } from './trial.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const trial = makeTrial(params, kit);

  return {
    async round() {
      // This one stands before all listeners of `uncaughtException`: the runner hears nothing of it.
      process.setUncaughtExceptionCaptureCallback(trial.handle);
      for (const id of trial.ids(TIMER)) setTimeout(trial.run, TIMER_MS, TIMER, id);
      for (const id of trial.ids(TURN)) setImmediate(trial.run, TURN, id);
      await new Promise<void>((resolve) => setTimeout(() => setImmediate(resolve), END_MS));
      process.setUncaughtExceptionCaptureCallback(null);
      return trial.finish();
    },
    close() {
      process.setUncaughtExceptionCaptureCallback(null);
    },
  };
}
