// Which scenarios from outside have other files in one run than in the other: then it is not the runtimes alone that are compared. Pure.
import type { RunResult } from '../contract/result.ts';
import { changedFiles } from '../contract/scenario-origin.ts';

export interface ChangedScenario {
  readonly scenario: string;
  readonly files: readonly string[];
}

/** Of the scenarios that both runs have. */
export function changedScenarios(base: RunResult, head: RunResult): readonly ChangedScenario[] {
  return head.scenarios.flatMap(({ id, origin }) => {
    const before = base.scenarios.find((scenario) => scenario.id === id);
    const files = before === undefined ? [] : changedFiles(before.origin, origin);
    return files.length === 0 ? [] : [{ scenario: id, files }];
  });
}

const MOST_NAMES = 5;

/** `promises.mjs, ../shared/limiter.mjs` */
export function namesOfFiles(files: readonly string[]): string {
  const more = files.length - MOST_NAMES;
  return [...files.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
