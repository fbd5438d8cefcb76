// The styles that a check leaves out: what was not looked at must not pass for proved. Pure.
import type { Subject } from '../contract/invocation.ts';
import type { UncheckedStyle } from '../contract/check-view.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { Scenario } from '../contract/scenario.ts';
import { subjectsOf, whyUnsupported } from './support.ts';

interface Wanted {
  readonly scenario: Scenario;
  readonly subjects: readonly Subject[];
}

/** In the order of the subjects: each with the number of the wanted scenarios that support it and do not run it. */
export function uncheckedStyles(wanted: readonly Wanted[], runtimes: readonly Runtime[]): UncheckedStyle[] {
  return runtimes.flatMap((runtime) =>
    subjectsOf([runtime]).flatMap(({ id, style }) => {
      const left = wanted.filter(
        ({ scenario, subjects }) =>
          whyUnsupported(scenario, runtime, style) === null && !subjects.some((subject) => subject.id === id),
      );
      return left.length === 0 ? [] : [{ subject: id, scenarios: left.length }];
    }),
  );
}
