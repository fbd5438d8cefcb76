// `evenloop plan --shards n`: which blocks each shard of a run, or of a check, would carry out. It measures nothing.
import { RUN_TAKES } from '../../config/option-defaults.ts';
import { EXIT, FailureError, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { planShards } from '../../orchestrate/fleet/plan-shards.ts';
import { shardDocument, shardLines } from '../../tables/shard-lines.ts';
import { readCheckOptions } from '../options/check-options.ts';
import type { CheckOptions } from '../options/check-options.ts';
import { withProject } from '../options/project-options.ts';
import { flagOption, integerOption, textsOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { readRunOptions } from '../options/run-options.ts';
import { scenariosIn } from '../scenarios.ts';
import type { Terminal } from '../ui/terminal.ts';
import { watchRun } from '../ui/watch-run.ts';

const MOST_SHARDS = 10_000;

export const plan = withProject(RUN_TAKES, planOf);

async function planOf(raw: RawOptions, terminal: Terminal, project: Project): Promise<ExitCode> {
  const count = integerOption(raw, 'shards', { from: 1, to: MOST_SHARDS });
  if (count === null)
    throw new FailureError(
      failure('EL1004', '--shards was not given.', 'Give --shards n, the number of machines or tasks.'),
    );
  const weights = textsOption(raw, 'weights', 'a run folder or a results.json');
  const { weights: _, shard: __, ...selection } = raw;
  const checks = flagOption(raw, 'check');
  const read = checks ? checkOf(readCheckOptions(selection)) : runOf(selection);
  const planned = await planShards({
    ...read,
    options: { ...read.options, shard: { index: 1, count, weights } },
    scenarios: await scenariosIn(project),
    project,
    listener: watchRun(terminal, false),
  });
  terminal.out(
    flagOption(raw, 'json')
      ? jsonText(shardDocument(planned), 2)
      : shardLines(planned, flagOption(raw, 'wide') ? null : terminal.columns, terminal.paintOut).join('\n'),
  );
  return EXIT.ok;
}

const runOf = (raw: RawOptions) => ({
  options: readRunOptions(raw),
  breadth: 'default' as const,
  checking: null,
});

const checkOf = (options: CheckOptions) => ({
  options,
  breadth: options.styles === 'all' ? ('styles' as const) : ('catalogue' as const),
  checking: { rules: options.rules, stress: options.stress },
});
