// Single invocations outside of a plan: each with a folder, a witness and a judgement of its own.
import { join } from 'node:path';
import type { Drive } from '../../contract/invocation.ts';
import type { Step } from '../../contract/plan.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { harnessEpochNs } from '../../run/clock.ts';
import { keepSidecars } from '../../run/held-sidecars.ts';
import { invoke } from '../../run/invoke.ts';
import { makeScratch } from '../../run/scratch.ts';
import type { Stop } from '../../run/stop.ts';
import type { InvokeContext } from '../../run/trial.ts';
import { startWitness } from '../../run/witness/host.ts';
import { guardChildren } from '../child-guard.ts';
import type { GuardedHost } from '../child-guard.ts';
import { makeInspector } from '../conduct/inspect.ts';
import type { Inspected } from '../conduct/ledger.ts';
import { openWires } from '../wires.ts';
import type { KeptWires } from '../wires.ts';

export interface RerunSetting extends Pick<InvokeContext, 'packageRoot' | 'limits' | 'onSpawned'> {
  readonly stop: Stop;
  /** How long the witness waits for what is to be noticed; the default is short. */
  readonly patienceMs?: number;
  /** Where what is said goes; absent: into the bundles of what diverges alone. */
  readonly wires?: KeptWires;
}

export interface Rerun extends Inspected {
  /** What was said to the runner and by it, where that is known. */
  readonly wire?: string | null;
}

/** Where the sidecars of what was rerun are until `close`. */
export interface Rerunner {
  readonly runDirectory: string;
  rerun(step: Step, runtime: Runtime, drive: Drive): Promise<Rerun>;
  close(): Promise<void>;
}

export async function openRerunner(setting: RerunSetting): Promise<Rerunner> {
  const scratch = await makeScratch(process.env);
  const runDirectory = join(scratch.directory, 'run');
  const wires = setting.wires ?? openWires(null);
  const sidecars = keepSidecars();
  const witness = await witnessOrNothing(setting, () => scratch.remove());
  return {
    runDirectory,
    async rerun(step, runtime, drive) {
      const context = {
        ...setting,
        ...drive,
        runDirectory,
        scratchDirectory: scratch.directory,
        witness,
        wires,
        sidecars,
      };
      const record = await invoke(step, runtime, context);
      const options = { runDirectory, runtimes: [runtime], measure: false, keepTraces: false };
      const inspect = makeInspector({ ...options, sidecars });
      return { ...inspect(record, step), wire: wires.take(record.id) };
    },
    async close() {
      sidecars.close();
      await witness.close();
      await scratch.remove();
    },
  };
}

/** Without a witness there is nothing to rerun, and the folder goes. */
async function witnessOrNothing(
  { patienceMs }: RerunSetting,
  undo: () => Promise<void>,
): Promise<GuardedHost> {
  const patience = patienceMs === undefined ? {} : { patienceMs };
  try {
    return guardChildren(await startWitness({ epochNs: harnessEpochNs, ...patience }));
  } catch (error) {
    await undo();
    throw error;
  }
}
