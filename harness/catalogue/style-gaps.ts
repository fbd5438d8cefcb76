// Whether a scenario has, for each style of each runner, either a workload or the reason why it has none. Pure.
import { styleTableOf } from '../contract/scenario.ts';
import type { Scenario } from '../contract/scenario.ts';
import { gapIn } from '../plan/support.ts';
import type { Gap } from './whole-scenario.ts';

/** What a runner has at all, and of one scenario. */
export interface RunnerStyles {
  readonly runner: string;
  readonly language: string;
  /** All of its styles, whatever the scenario. */
  readonly styles: readonly string[];
  /** Those of which it names a workload of the scenario. */
  readonly offered: readonly string[];
}

/** The runners of one language share workloads and reasons: what is said of one of them is not said again. */
export function styleGaps(scenario: Scenario, runners: readonly RunnerStyles[]): Gap[] {
  const all = runners.flatMap((runner) =>
    runner.styles.flatMap((style) => {
      const text = objectionTo(scenario, runner, style);
      return text === null ? [] : [{ key: `${runner.language} ${style}`, gap: { file: style, text } }];
    }),
  );
  return all
    .filter(({ key }, index) => all.findIndex((other) => other.key === key) === index)
    .map(({ gap }) => gap);
}

/** Shorter ones say nothing. */
const SHORTEST_REASON = 11;

function objectionTo(
  scenario: Scenario,
  { runner, language, offered }: RunnerStyles,
  style: string,
): string | null {
  const reason = gapIn(scenario, language, style);
  const declared = styleTableOf(scenario, language)[style] === 'supported';
  if (offered.includes(style))
    return reason === null ? null : `has a workload for ${runner}, and a reason why it has none: ${reason}`;
  if (declared) return `is declared as supported, and ${runner} finds no workload`;
  if (reason === null) return `has no workload for ${runner}, and \`styles\` gives no reason`;
  return reason.length >= SHORTEST_REASON
    ? null
    : `has a reason that says nothing: ${JSON.stringify(reason)}`;
}
