// Asks runners what they offer: each is started once, is held to the conformance probe, and says in `ready` which workloads it has.
import { failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { nearest } from '../../contract/nearest.ts';
import type { Offer, Runtime } from '../../contract/runner-manifest.ts';
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
      const why = probed.ok ? withoutStyle(runtime, probed.value) : named(runtime, probed.failure);
      if (why !== null) refused.set(runtime.id, why);
      return probed.ok ? { ...runtime, offers: probed.value } : runtime;
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

/** Several subjects of a user may have one runner. */
function named({ id, startedWith }: Runtime, trouble: Failure): Failure {
  if (startedWith === undefined) return trouble;
  return { ...trouble, cause: `${id} (${startedWith.definedBy}): ${trouble.cause}` };
}

/** A subject of the user's own in a style that its runner has nowhere: every cell of it would be empty. */
function withoutStyle({ id, runner, startedWith }: Runtime, offers: readonly Offer[]): Failure | null {
  const styles = [...new Set(offers.flatMap((offer) => offer.styles))];
  if (startedWith === undefined || styles.includes(startedWith.style)) return null;
  const near = nearest(startedWith.style, styles);
  const all = `Its styles are ${styles.join(', ')}.`;
  return failure(
    'EL2016',
    `The subject ${id} (${startedWith.definedBy}) wants the style ${JSON.stringify(startedWith.style)}, which the runner ${runner} does not have.`,
    near === null ? all : `Did you mean "${near}"? ${all}`,
  );
}
