// Asks runners what they offer: each is started once, is held to the conformance probe, and says in `ready` which workloads it has.
import type { Failure } from '../../contract/failure.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { LIMITS } from '../../run/session/limits.ts';
import { probeRunner } from '../../run/session/verify.ts';
import type { Wires } from '../../run/session/wires.ts';

export interface Asked {
  /** The same runtimes; those that were asked and answered know their offers. */
  readonly runtimes: readonly Runtime[];
  readonly refused: ReadonlyMap<string, Failure>;
}

/** At once: nothing is measured yet. A variant has the runner of its plain runtime, and is asked for itself: it has another environment. */
export async function askRunners(
  runtimes: readonly Runtime[],
  patterns: readonly string[],
  packageRoot: string,
  wires?: Wires,
): Promise<Asked> {
  const refused = new Map<string, Failure>();
  const asked = await Promise.all(
    runtimes.map(async (runtime) => {
      if (!mayBeMeant(runtime, runtimes, patterns)) return runtime;
      const probed = await probeRunner(runtime, packageRoot, LIMITS, wires);
      if (probed.ok) return { ...runtime, offers: probed.value };
      refused.set(runtime.id, probed.failure);
      return runtime;
    }),
  );
  return { runtimes: asked, refused };
}

/** No pattern means everything. A pattern that begins with the id of a runtime means that one; any other may mean all of them. */
function mayBeMeant({ id }: Runtime, runtimes: readonly Runtime[], patterns: readonly string[]): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => {
    const [named] = pattern.split('/');
    return named === id || !runtimes.some((runtime) => runtime.id === named);
  });
}
