// The default subjects of a run: one per runtime for every scenario, all styles where the scenario declares `comparesStyles`.
import type { Subject } from '../contract/invocation.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { Scenario } from '../contract/scenario.ts';
import { stylesOf, subjectOf, subjectsOf, whyUnsupported } from './support.ts';

/**
 * The subjects of the default run of `scenario`. Runtimes that were found beside the preferred one of their runner
 * (`python@3.13.0`) are measured only when asked for.
 */
export function defaultSubjects(scenario: Scenario, runtimes: readonly Runtime[]): readonly Subject[] {
  const variants = runtimes.filter(
    ({ variant }) => variant !== undefined && scenario.variants?.includes(variant) === true,
  );
  const beside = variants.map((runtime) => subjectOf(runtime, runtime.manifest.defaultStyle));
  if (scenario.comparesStyles) return [...subjectsOf(runtimes.filter(isPreferred)), ...beside];
  return [...checkedSubjects(scenario, runtimes), ...beside];
}

/** One subject per runtime for every scenario: the choice of a check of the whole catalogue. */
export function checkedSubjects(scenario: Scenario, runtimes: readonly Runtime[]): readonly Subject[] {
  return runtimes.filter(isPreferred).flatMap((runtime) => defaultsOf(scenario, runtime));
}

/** Of several runtimes of one runner the one that is taken unasked, and each that the user defined. */
export const isPreferred = ({ id, runner, startedWith }: Runtime): boolean =>
  id === runner || startedWith !== undefined;

/**
 * The default style; where the scenario does not support it, also the first event-driven style that it does support,
 * so that no runtime drops out silently and the missing one is still shown with its reason.
 */
function defaultsOf(scenario: Scenario, runtime: Runtime): readonly Subject[] {
  const { defaultStyle } = runtime.manifest;
  const asked = subjectOf(runtime, defaultStyle);
  if (whyUnsupported(scenario, runtime, defaultStyle) === null) return [asked];
  const other = stylesOf(runtime).find(
    (style) => style !== 'blocking' && whyUnsupported(scenario, runtime, style) === null,
  );
  return other === undefined ? [asked] : [asked, subjectOf(runtime, other)];
}
