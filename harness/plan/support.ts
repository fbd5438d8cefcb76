// Which styles a runtime has, and whether it has a workload for a subject: what its runner names in `ready` decides.
import type { Subject } from '../contract/invocation.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { isStyleTable, styleTableOf } from '../contract/scenario.ts';
import type { Scenario, StyleSupport, StyleTable } from '../contract/scenario.ts';

/** All subjects of these runtimes, runtime by runtime, styles in the order of the tables. */
export function subjectsOf(runtimes: readonly Runtime[]): readonly Subject[] {
  return runtimes.flatMap((runtime) => stylesOf(runtime).map((style) => subjectOf(runtime, style)));
}

export function subjectOf(runtime: Runtime, style: string): Subject {
  return { id: `${runtime.id}/${style}`, runtime: runtime.id, style };
}

/** Of a subject of the user's own, that one. In the order of the manifest, then in the order in which the runner names them. The default style where it names nothing. */
export function stylesOf({ manifest, offers, startedWith }: Runtime): readonly string[] {
  if (startedWith !== undefined) return [startedWith.style];
  const offered = new Set(offers.flatMap(({ styles }) => styles));
  if (offered.size === 0) return [manifest.defaultStyle];
  const inOrder = (manifest.styles ?? []).filter((style) => offered.has(style));
  return [...new Set([...inOrder, ...offered])];
}

/** Null when the runner names a workload of this style, else the reason why not. */
export function whyUnsupported(scenario: Scenario, runtime: Runtime, style: string): string | null {
  const { runner, manifest, offers } = runtime;
  if (offers.some(({ id, styles }) => id === scenario.id && styles.includes(style))) return null;
  return (
    gapIn(scenario, manifest.language, style) ??
    `the runner ${runner} names no workload of ${scenario.id} in the style ${style}`
  );
}

/** Why the scenario has no workload of this style in this language, as it says itself; null: it does not say. */
export function gapIn(scenario: Scenario, language: string, style: string): string | null {
  const { styles = {} } = scenario;
  const reasons = [styleTableOf(scenario, language)[style], styles[language], styles[style]].map(reasonOf);
  return reasons.find((reason) => reason !== null) ?? null;
}

function reasonOf(support: StyleSupport | StyleTable | undefined): string | null {
  return support === undefined || support === 'supported' || isStyleTable(support)
    ? null
    : support.unsupported;
}
