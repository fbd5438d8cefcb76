// `evenloop compare`: two stored runs, or a git revision and this tree measured side by side.
import { namesOfFiles } from '../../compare/changed-scenarios.ts';
import { compareStoredRuns } from '../../compare/compare-stored-runs.ts';
import type { RunComparison } from '../../compare/compare-stored-runs.ts';
import { differenceText } from '../../compare/difference-text.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import type { Change, RunResult } from '../../contract/result.ts';
import { jsonText, visibleIn } from '../../contract/visible-text.ts';
import { judgedBy, refuseUnknownThresholds } from '../../plan/thresholds.ts';
import { COMPARE_TAKES } from '../../config/option-defaults.ts';
import { withProject } from '../options/project-options.ts';
import { readCompareOptions } from '../options/compare-options.ts';
import type { CompareOptions } from '../options/compare-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { textOption } from '../options/raw-options.ts';
import { recovering } from '../recover.ts';
import type { Recover } from '../../publish/read-runs.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { openBaseTree } from '../../gate/base-tree.ts';
import { performRun } from '../../orchestrate/perform-run.ts';
import { readStoredRun } from '../../publish/read-runs.ts';
import { scenariosIn } from '../scenarios.ts';
import { changeTable } from '../../tables/change-table.ts';
import { conclude } from '../ui/conclude.ts';
import { reasonLines } from '../ui/closing.ts';
import type { Terminal } from '../ui/terminal.ts';
import { troubleLines } from '../../tables/troubles.ts';
import { watchRun } from '../ui/watch-run.ts';

type Stored = Extract<CompareOptions, { readonly kind: 'stored' }>;
type Revision = Extract<CompareOptions, { readonly kind: 'revision' }>;

export function compare(
  paths: readonly (string | undefined)[],
  raw: RawOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const compared = withProject(COMPARE_TAKES, async (values, _, project) => {
    const options = readCompareOptions(paths, values);
    return options.kind === 'stored'
      ? compareStored(options, project, await recovering(raw, [options.base, options.head]), terminal)
      : compareRevision(options, textOption(raw, 'resume'), project, terminal);
  });
  return compared(raw, terminal);
}

async function compareStored(
  { base, head, across, run }: Stored,
  project: Project,
  recover: Recover | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const { thresholds, config } = project;
  const [{ result: before }, { result: after }] = [
    readStoredRun(base, recover),
    readStoredRun(head, recover),
  ];
  const known = Object.keys(thresholds).length === 0 ? [] : await scenariosIn(project);
  refuseUnknownThresholds([...known, ...before.scenarios, ...after.scenarios], thresholds, config);
  const outcome = compareStoredRuns(judgedBy(before, thresholds), judgedBy(after, thresholds), across);
  const { exit } = outcome;
  terminal.out(run.json ? jsonText(outcome, 2) : textOf(outcome, after, run.wide, terminal));
  for (const line of reasonLines(exit.reasons, terminal.paintErr)) terminal.err(line);
  return exit.code;
}

async function compareRevision(
  { ref, run }: Revision,
  resume: string | null,
  project: Project,
  terminal: Terminal,
): Promise<ExitCode> {
  const say = (text: string): void => terminal.err(terminal.paintErr('dim', text));
  const measured = await performRun({
    args: process.argv.slice(2),
    options: run,
    comparing: 'sides',
    breadth: 'default',
    checking: null,
    scenarios: await scenariosIn(project),
    project,
    resume,
    listener: watchRun(terminal, run.verbose),
    openBase: (stop) => openBaseTree({ headRoot: findPackage().root, ref, cancel: stop.soft, say }),
  });
  return conclude(measured, terminal, (result) => {
    const { changes, exit } = result;
    const outcome: RunComparison = { base: ref, head: result.run.id, changes, starts: [], exit };
    if (run.json) return jsonText(outcome, 2);
    return [
      textOf(outcome, result, run.wide, terminal),
      ...troubleLines(visibleIn(result), terminal.paintOut),
    ].join('\n');
  });
}

function textOf(compared: RunComparison, head: RunResult, wide: boolean, terminal: Terminal): string {
  const { changes, machines = [], starts, changedScenarios: changed = [] } = visibleIn(compared);
  const scenarios = visibleIn(head.scenarios);
  const lines = changeTable(changes, scenarios, wide ? null : terminal.columns, terminal.paintOut);
  const moved = machines.map((each) => `Another machine: ${differenceText(each, 'unknown')}.`);
  const started = starts.map(
    (each) => `${each.runtime} started differently: ${differenceText(each, 'none')}`,
  );
  const told = changed.map(
    ({ scenario, files }) => `${scenario} changed in between: ${namesOfFiles(files)}.`,
  );
  return [...lines, '', ...moved, ...started, ...told, tally(changes)].join('\n');
}

function tally(changes: readonly Change[]): string {
  const primary = changes.filter((change) => change.primary);
  const counts = new Map<string, number>();
  for (const { verdict } of primary) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  return parts.length === 0 ? 'Nothing to compare.' : `By primary metric: ${parts.join(', ')}.`;
}
