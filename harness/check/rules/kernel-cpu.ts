// Harness rule W8: the CPU time that a runner reports of its rounds is within what the kernel counted for its process meanwhile.
import type { RoundRecord } from '../../contract/invocation.ts';
import type { FindingDraft } from '../breach.ts';

/**
 * The kernel may owe a thread that runs a tick of 10 ms, at the beginning of an invocation and at its end; and the time of threads
 * that have ended is off by two ticks (`run/kernel-cpu.ts`). Two clocks that count the same differ by less than the fiftieth.
 */
const OWED_NS = 40_000_000;
const CLOCKS_DIFFER = 0.02;
/**
 * Around the window of a round a runner reads the request, digests its events and writes its files: that is the kernel's to count and not
 * part of the round.
 */
const AROUND_NS = 15_000_000;
const LEAST_WITHIN = 0.4;

/** Null: the kernel's count is unknown. All rounds together: one alone may be shorter than what the kernel owes. */
export function kernelCpuDrafts(rounds: readonly RoundRecord[]): FindingDraft[] | null {
  const counted = rounds.flatMap(({ kernelCpuNs, resources, purpose }) =>
    typeof kernelCpuNs === 'number' ? [{ kernelCpuNs, resources, purpose }] : [],
  );
  if (counted.length === 0) return null;
  const toldNs = sum(counted.map(({ resources }) => resources.userCpuNs + resources.systemCpuNs));
  const kernelNs = sum(counted.map(({ kernelCpuNs }) => kernelCpuNs));
  if (!(toldNs <= kernelNs * (1 + CLOCKS_DIFFER) + OWED_NS))
    return [
      draft(
        `the runner reports ${toldNs} ns of CPU time in its rounds, and the kernel counted ${kernelNs} ns`,
      ),
    ];
  // Traced rounds are written event by event: what lies around them has no bound.
  const brief = counted.filter(({ purpose }) => purpose !== 'traced');
  const briefToldNs = sum(brief.map(({ resources }) => resources.userCpuNs + resources.systemCpuNs));
  const briefNs = sum(brief.map(({ kernelCpuNs }) => kernelCpuNs));
  if (briefToldNs >= LEAST_WITHIN * briefNs - AROUND_NS * brief.length - OWED_NS) return [];
  const text = `the runner reports ${briefToldNs} ns of CPU time in ${brief.length} rounds, and the kernel counted ${briefNs} ns around them`;
  return [draft(text)];
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function draft(text: string): FindingDraft {
  return { rule: 'W8', class: 'witness', key: null, index: null, text, expected: [], observed: [] };
}
