// Which styles a runtime can have, and whether a scenario supports a subject.
import type { Subject } from '../contract/invocation.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { STYLES } from '../contract/scenario.ts';
import type { Scenario, Style } from '../contract/scenario.ts';

/** All subjects of these runtimes, runtime by runtime, styles in the order of the tables. */
export function subjectsOf(runtimes: readonly Runtime[]): readonly Subject[] {
  return runtimes.flatMap((runtime) =>
    STYLES[runtime.manifest.language].map((style) => subjectOf(runtime, style)),
  );
}

export function subjectOf(runtime: Runtime, style: string): Subject {
  return { id: `${runtime.id}/${style}`, runtime: runtime.id, style };
}

/** Null when the scenario has a workload for this style of the runtime's language, else the reason why not. */
export function whyUnsupported(scenario: Scenario, runtime: Runtime, style: string): string | null {
  const { language } = runtime.manifest;
  const known: Style | undefined = STYLES[language].find((name) => name === style);
  const support = known === undefined ? undefined : scenario.styles[language][known];
  if (support === undefined) return `${scenario.id} has no workload of style ${style} in ${language}`;
  return support === 'supported' ? null : support.unsupported;
}
