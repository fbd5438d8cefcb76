// Scenarios and runtimes as `results.json` describes them: what a reader needs without the source.
import { HARNESS_RULES } from '../../check/harness-rules.ts';
import type { ReadyMessage } from '../../contract/message.ts';
import type { Plan } from '../../contract/plan.ts';
import type { RuntimeView, ScenarioView } from '../../contract/result.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { stylesOf } from '../../plan/support.ts';

/** Each scenario of the plan once. */
export function scenarioViews({ blocks }: Pick<Plan, 'blocks'>): ScenarioView[] {
  return [...new Set(blocks.map(({ scenario }) => scenario))].map(scenarioView);
}

function scenarioView(scenario: Scenario): ScenarioView {
  const { id, version, family, title, summary, operation, comparesStyles, origin } = scenario;
  return {
    id,
    version,
    family,
    title,
    summary,
    operation,
    comparesStyles,
    rules: [...scenario.rules, ...HARNESS_RULES].map(({ id, level, text }) => ({ id, level, text })),
    metrics: scenario.metrics.map(({ id, title, unit, better, scale, primary, minimumEffect }) => ({
      id,
      title,
      unit,
      better,
      scale,
      primary,
      minimumEffect,
    })),
    ...(origin === undefined ? {} : { origin: { ...origin } }),
  };
}

/** `ready` is the first answer that one of its runners gave; null when none ever did. */
export function runtimeView(runtime: Runtime, ready: ReadyMessage | null): RuntimeView {
  const { id, runner, version, executable, executableSha256, source, manifest } = runtime;
  const { startedWith, inherited } = runtime;
  return {
    id,
    runner,
    title: manifest.title,
    version,
    loop: ready?.runtime.loop ?? null,
    executable,
    executableSha256,
    source,
    clock: ready === null ? null : { name: ready.clock.name, resolutionNs: ready.clock.resolutionNs },
    ...(startedWith === undefined ? {} : { startedWith }),
    ...(inherited === undefined
      ? {}
      : {
          inherited: {
            passed: [...inherited.passed],
            withheld: [...inherited.withheld],
            ...(inherited.shaping === undefined ? {} : { shaping: { ...inherited.shaping } }),
          },
        }),
    styles: [...stylesOf(runtime)],
  };
}
