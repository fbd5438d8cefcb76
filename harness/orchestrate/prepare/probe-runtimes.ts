// Before the first cell: every runner in use must show that it refuses invalid requests.
import type { Failure } from '../../contract/failure.ts';
import type { Side } from '../../contract/invocation.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { probeRunner } from '../../run/session/verify.ts';

export interface Probed {
  readonly usable: readonly Runtime[];
  readonly refused: readonly Failure[];
}

/** One after the other: a probe measures nothing, but two at once would only wait for each other on a small machine. */
export async function probeRuntimes(
  runtimes: readonly Runtime[],
  sides: readonly Side[],
  packageRoot: (side: Side) => string,
): Promise<Probed> {
  const usable: Runtime[] = [];
  const refused: Failure[] = [];
  for (const runtime of runtimes) {
    const failures: Failure[] = [];
    for (const side of sides) {
      const failure = await probeRunner(runtime, packageRoot(side));
      if (failure !== null) failures.push(failure);
    }
    if (failures.length === 0) usable.push(runtime);
    refused.push(...failures);
  }
  return { usable, refused };
}
