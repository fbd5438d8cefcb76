// Names of runs: they sort by time, and two that begin in the same second differ.

export function runId(startedAtMs: number, chance: number): string {
  const stamp = new Date(startedAtMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${stamp}-${(chance & 0xffff).toString(16).padStart(4, '0')}`;
}
