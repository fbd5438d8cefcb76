// The last lines of a run on stderr: its duration, the reasons of a bad exit code, the path of the report.
import { join } from 'node:path';
import { formatShare, formatWait } from '../../../reports/words/format.ts';
import type { RunResult } from '../../contract/result.ts';
import { visibleIn, visibleText } from '../../contract/visible-text.ts';
import { commandText } from '../../orchestrate/command-line.ts';
import type { Paint } from '../../tables/colour.ts';

const MOST_REASONS = 5;
const MOST_BUNDLES = 3;

export function closingLines(
  { run, exit, environment }: RunResult,
  reportLink: string,
  paint: Paint,
): string[] {
  const { foreignShare } = environment;
  const load = foreignShare === null ? '' : `, other processes used ${formatShare(foreignShare)} of the CPU`;
  return [
    `${formatWait(run.wallMs)}, ${formatShare(run.dutyCycle)} of it inside rounds${load}.`,
    ...(run.complete ? [] : [paint('yellow', 'Incomplete: the run did not finish its plan.')]),
    ...reasonLines(exit.reasons, paint),
    visibleText(`report: ${reportLink}`),
  ];
}

/** The command that finishes what was stopped, and what the stop cost: blocks under way are measured as a whole or not at all. */
export function resumeLines({ run, cells }: RunResult, runFolder: string): string[] {
  if (run.complete) return [];
  const dropped = cells.filter(({ invocations }) => (invocations.notRun ?? 0) > 0);
  const count = dropped.reduce((sum, { invocations }) => sum + (invocations.notRun ?? 0), 0);
  const scenarios = [...new Set(dropped.map(({ scenario }) => scenario))].join(', ');
  return [
    ...(run.interrupted && count > 0
      ? [visibleText(`Under way and dropped: ${count} invocations of ${scenarios}.`)]
      : []),
    resumeLine(run, runFolder),
  ];
}

/** By the first word of the command that began the run. */
function resumeLine({ command }: RunResult['run'], runFolder: string): string {
  const [, name = 'run'] = command.split(' ');
  return visibleText(`finish: ${commandText([name, '--resume', runFolder])}`);
}

/** The commands that judge again what diverged anew: the smallest counterexample of a cell, or its first. */
export function replayLines({ cells }: RunResult, runFolder: string): string[] {
  // A listed divergence is explained already and needs no replay.
  const fresh = cells.filter(({ verdict }) => verdict === 'divergent');
  const bundles = fresh.flatMap(({ findings, smallest }) => {
    const finding = [...(smallest === undefined ? [] : [smallest.finding]), ...findings].find(
      ({ bundle }) => bundle !== undefined,
    );
    return finding?.bundle === undefined ? [] : [finding.bundle];
  });
  const more = bundles.length - MOST_BUNDLES;
  return [
    ...bundles
      .slice(0, MOST_BUNDLES)
      .map((bundle) => visibleText(`replay: ${commandText(['replay', join(runFolder, bundle)])}`)),
    ...(more > 0 ? [`… and ${more} more bundles in ${join(runFolder, 'bundles')}.`] : []),
  ];
}

/** Why the exit code is not 0, worst first. */
export function reasonLines(reasons: RunResult['exit']['reasons'], paint: Paint): string[] {
  const more = reasons.length - MOST_REASONS;
  return [
    ...reasons
      .slice(0, MOST_REASONS)
      .map(visibleIn)
      .map(({ code, cause, next }) => `${paint('red', code)} ${cause}\n  ${paint('bold', 'next:')} ${next}`),
    ...(more > 0 ? [`… and ${more} more reasons: see results.json.`] : []),
  ];
}
