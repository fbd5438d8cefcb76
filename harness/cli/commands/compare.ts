// `evenloop compare`: two stored runs, or a git revision and this tree measured side by side.
import { namesOfFiles } from '../../compare/changed-scenarios.ts';
import { compareStoredRuns } from '../../compare/compare-stored-runs.ts';
import type { RunComparison } from '../../compare/compare-stored-runs.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Change, RunResult } from '../../contract/result.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { readCompareOptions } from '../options/compare-options.ts';
import type { CompareOptions } from '../options/compare-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { textOption } from '../options/raw-options.ts';
import { recoverWith } from '../recover.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { openBaseTree } from '../../gate/base-tree.ts';
import { performRun } from '../../orchestrate/perform-run.ts';
import { readStoredRun } from '../../publish/read-runs.ts';
import { scenariosOf } from '../scenarios.ts';
import { changeTable } from '../ui/change-table.ts';
import { conclude } from '../ui/conclude.ts';
import { reasonLines } from '../ui/closing.ts';
import type { Terminal } from '../ui/terminal.ts';
import { troubleLines } from '../ui/troubles.ts';
import { watchRun } from '../ui/watch-run.ts';

type Stored = Extract<CompareOptions, { readonly kind: 'stored' }>;
type Revision = Extract<CompareOptions, { readonly kind: 'revision' }>;

export async function compare(
  paths: readonly (string | undefined)[],
  raw: RawOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const options = readCompareOptions(paths, raw);
  return options.kind === 'stored'
    ? compareStored(options, await scenariosOf(raw), terminal)
    : compareRevision(options, raw, terminal);
}

function compareStored(
  { base, head, run }: Stored,
  scenarios: readonly Scenario[],
  terminal: Terminal,
): ExitCode {
  const recover = recoverWith(scenarios);
  const [before, after] = [readStoredRun(base, recover).result, readStoredRun(head, recover).result];
  const outcome = compareStoredRuns(before, after);
  const { exit } = outcome;
  terminal.out(run.json ? JSON.stringify(outcome, null, 2) : textOf(outcome, after, run.wide, terminal));
  for (const line of reasonLines(exit.reasons, terminal.paintErr)) terminal.err(line);
  return exit.code;
}

async function compareRevision(
  { ref, run }: Revision,
  raw: RawOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const say = (text: string): void => terminal.err(terminal.paintErr('dim', text));
  const measured = await performRun({
    args: process.argv.slice(2),
    options: run,
    comparing: 'sides',
    breadth: 'default',
    checking: null,
    scenarios: await scenariosOf(raw),
    resume: textOption(raw, 'resume'),
    listener: watchRun(terminal, run.verbose),
    openBase: (stop) => openBaseTree({ headRoot: findPackage().root, ref, cancel: stop.soft, say }),
  });
  return conclude(measured, terminal, (result) => {
    const { changes, exit } = result;
    const outcome: RunComparison = { base: ref, head: result.run.id, changes, exit };
    if (run.json) return JSON.stringify(outcome, null, 2);
    return [textOf(outcome, result, run.wide, terminal), ...troubleLines(result, terminal.paintOut)].join(
      '\n',
    );
  });
}

function textOf(
  { changes, changedScenarios: changed = [] }: RunComparison,
  { scenarios }: RunResult,
  wide: boolean,
  terminal: Terminal,
): string {
  const lines = changeTable(changes, scenarios, wide ? null : terminal.columns, terminal.paintOut);
  const told = changed.map(
    ({ scenario, files }) => `${scenario} changed in between: ${namesOfFiles(files)}.`,
  );
  return [...lines, '', ...told, tally(changes)].join('\n');
}

function tally(changes: readonly Change[]): string {
  const primary = changes.filter((change) => change.primary);
  const counts = new Map<string, number>();
  for (const { verdict } of primary) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  return parts.length === 0 ? 'Nothing to compare.' : `By primary metric: ${parts.join(', ')}.`;
}
