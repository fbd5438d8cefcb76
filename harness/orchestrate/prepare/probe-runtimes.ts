// Before the first cell: every runner in use must show that it refuses invalid requests, in each package that it is started for.
import type { Failure } from '../../contract/failure.ts';
import type { Side } from '../../contract/invocation.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { LIMITS } from '../../run/session/limits.ts';
import { probeRunner } from '../../run/session/verify.ts';
import type { Wires } from '../../run/session/wires.ts';

export interface Probed {
  readonly usable: readonly Runtime[];
  /** Why others are not, by the id of their runtime. */
  readonly refused: ReadonlyMap<string, Failure>;
}

export interface ProbeRequest {
  readonly sides: readonly Side[];
  readonly packageRoot: (side: Side) => string;
  /** What became of them in the package at `asked`, by the id of a runtime: they are not asked again. */
  readonly asked: string;
  readonly refused: ReadonlyMap<string, Failure>;
  readonly wires?: Wires | undefined;
}

/** One after the other: a probe measures nothing, but two at once would only wait for each other on a small machine. */
export async function probeRuntimes(
  runtimes: readonly Runtime[],
  { sides, packageRoot, asked, refused: before, wires }: ProbeRequest,
): Promise<Probed> {
  const usable: Runtime[] = [];
  const refused = new Map<string, Failure>();
  const others = sides.map(packageRoot).filter((root) => root !== asked);
  for (const runtime of runtimes) {
    const why = before.get(runtime.id) ?? (await firstRefusal(runtime, others, wires));
    if (why === null) usable.push(runtime);
    else refused.set(runtime.id, why);
  }
  return { usable, refused };
}

async function firstRefusal(
  runtime: Runtime,
  roots: readonly string[],
  wires?: Wires,
): Promise<Failure | null> {
  for (const root of roots) {
    const probed = await probeRunner(runtime, root, LIMITS, wires);
    if (!probed.ok) return probed.failure;
  }
  return null;
}
