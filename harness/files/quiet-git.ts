// How git is started as a plumbing: without hooks, without the variables that a surrounding hook set, and without asking anybody.

/** Options that stand before the command: no hook runs, and nothing is tidied up while others write. */
export const QUIET_GIT: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'gc.auto=0',
  'maintenance.auto=false',
].flatMap((option) => ['-c', option]);

/**
 * A hook of git has GIT_DIR, GIT_INDEX_FILE and more, and every git below it obeys them instead of its folder. What git says is
 * in English, because it is read.
 */
export function gitEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || /^(GIT_|LC_|LANGUAGE$)/.test(name) ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
}
