// Tests write their temporary files below a folder of this run's own, and the run fails where one of them leaves something there.
// It lies in memory where there is room, as the scratch folder of a run does: `TMPDIR` says where a run has that.
import { readdirSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { makeScratch } from '../run/scratch.ts';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratch = await makeScratch(process.env);
  const { directory } = scratch;
  Object.assign(project.config, { env: { ...project.config.env, TMPDIR: directory } });
  return async () => {
    const left = leftIn(directory);
    await scratch.remove();
    if (left === null) return;
    // What is thrown here is printed, and would not fail the run by itself.
    process.exitCode = 1;
    throw new Error(`${left}. Each test removes what it makes, also when it fails.`);
  };
}

/** What tests have left in their folder, as a sentence; null: nothing. */
export function leftIn(directory: string): string | null {
  const names = readdirSync(directory).filter((name) => !OF_TOOLS.test(name));
  if (names.length === 0) return null;
  return `The tests left ${names.length} in the folder for temporary files: ${names.slice(0, 10).join(', ')}`;
}

/** What Node and npm keep for the next process, and whose the folder is. */
const OF_TOOLS = /^(node-compile-cache|npm-[\w-]+|\.owner\.json)$/;
