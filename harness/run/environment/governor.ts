// The frequency governors of the processors: `performance` and `powersave` give different numbers.
import type { TextFiles } from './read-text.ts';

const CPUS = '/sys/devices/system/cpu';

/** The governors of all processors, each named once; null where the machine does not report them. */
export function governor(files: TextFiles): string | null {
  const names = files
    .list(CPUS)
    .filter((name) => /^cpu\d+$/.test(name))
    .map((name) => files.read(`${CPUS}/${name}/cpufreq/scaling_governor`)?.trim() ?? '')
    .filter((name) => name !== '');
  return names.length === 0 ? null : [...new Set(names)].sort().join(',');
}
