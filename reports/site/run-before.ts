// Which earlier run a run is compared with.
import type { RunSummary } from '../history/run-summary.ts';

/** The nearest earlier one of the same profile that has a cell in common; on the same machine where there is one. `runs` oldest first. */
export function runBefore(run: RunSummary, runs: readonly RunSummary[]): RunSummary | null {
  const earlier = runs.slice(0, runs.indexOf(run)).reverse();
  const fit = (other: RunSummary): boolean =>
    other.profile === run.profile && [...run.cells].some((cell) => other.cells.has(cell));
  return earlier.find((other) => other.machine === run.machine && fit(other)) ?? earlier.find(fit) ?? null;
}
