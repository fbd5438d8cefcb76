// `evenloop merge`: the shards of one plan as one result, or, with --replicate, the same rows of several machines pooled.
import { EXIT, FAILURE_CODES, FailureError, failure } from '../../contract/failure.ts';
import type { ExitCode, Failure } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { performMerge } from '../../orchestrate/fleet/perform-merge.ts';
import { poolStoredRuns } from '../../orchestrate/fleet/pool-machines.ts';
import { checkText } from '../../tables/check-text.ts';
import { failureText } from '../../tables/failure-text.ts';
import { pooledLines } from '../../tables/pooled-lines.ts';
import { gravest } from '../exit.ts';
import { flagOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { withProject } from '../options/project-options.ts';
import { conclude } from '../ui/conclude.ts';
import { resultLines } from '../../tables/result-lines.ts';
import type { Terminal } from '../ui/terminal.ts';

export const merge = (paths: readonly string[], raw: RawOptions, terminal: Terminal): Promise<ExitCode> =>
  withProject([], (values, _, project) => mergeResults(paths, values, terminal, project))(raw, terminal);

async function mergeResults(
  paths: readonly string[],
  raw: RawOptions,
  terminal: Terminal,
  { outRoot }: Project,
): Promise<ExitCode> {
  if (paths.length === 0)
    throw new FailureError(failure('EL1003', 'No result was named.', 'Name the run folders of all shards.'));
  const out = textOption(raw, 'out');
  const width = flagOption(raw, 'wide') ? null : terminal.columns;
  const json = flagOption(raw, 'json');
  if (flagOption(raw, 'replicate')) {
    const end = poolStoredRuns(paths, out);
    if (!end.ok) return refuse(end.troubles, terminal);
    terminal.out(
      json ? jsonText(end.pooled, 2) : pooledLines(end.pooled, width, terminal.paintOut).join('\n'),
    );
    return EXIT.ok;
  }
  const merged = await performMerge({ paths, out, outRoot });
  if (!merged.ok) return refuse(merged.troubles, terminal);
  return conclude(merged.measured, terminal, (result) => {
    if (json) return jsonText(result, 2);
    return result.calibration === undefined
      ? checkText(result, width, terminal)
      : resultLines(result, { kind: 'answer' }, width, terminal.paintOut).join('\n');
  });
}

function refuse(troubles: readonly Failure[], terminal: Terminal): ExitCode {
  for (const trouble of troubles) terminal.err(failureText(trouble, terminal.paintErr));
  return gravest(troubles.map(({ code }) => FAILURE_CODES[code].exit));
}
