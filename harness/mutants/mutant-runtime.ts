// A mutant is an ordinary interpreter with another entry: the manifest of its runner with another program to start.
import type { Runtime } from '../contract/runner-manifest.ts';

/** Names the file with the orders. */
const ORDERS_VARIABLE = 'EVENLOOP_MUTANT';

const ENTRIES: ReadonlyMap<string, readonly [ordinary: string, mutant: string]> = new Map([
  ['node', ['runners/node/main.js', 'runners/node/mutants/main.js']],
  ['python', ['evenloop_runner', 'evenloop_mutants']],
]);

/** Whether there are mutants of this runner. */
export function hasMutants(runner: string): boolean {
  return ENTRIES.has(runner);
}

export function mutantRuntime(runtime: Runtime, ordersPath: string): Runtime {
  const entry = ENTRIES.get(runtime.runner);
  if (entry === undefined) throw new Error(`there are no mutants of the runner ${runtime.runner}`);
  const { manifest } = runtime;
  return {
    ...runtime,
    manifest: {
      ...manifest,
      args: manifest.args.map((arg) => arg.replace(...entry)),
      environment: { ...manifest.environment, [ORDERS_VARIABLE]: ordersPath },
    },
  };
}
