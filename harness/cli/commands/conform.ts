// `evenloop conform`: judges a runner clause by clause, and prints what it keeps and what it does not.
import type { Conformance } from '../../contract/conformance.ts';
import { EXIT, FAILURE_CODES } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { findClause } from '../../conform/find-clause.ts';
import { judgeRunner } from '../../conform/judge-runner.ts';
import { abandon, gravest } from '../exit.ts';
import { readProject } from '../options/project-options.ts';
import { flagOption, listOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { scenariosIn } from '../scenarios.ts';
import { conformanceLines } from '../ui/conformance-lines.ts';
import { failureText } from '../../tables/failure-text.ts';
import { watchConform } from '../ui/watch-conform.ts';
import type { Terminal } from '../ui/terminal.ts';

export async function conform(named: string, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const only = listOption(raw, 'only').map(findClause);
  const wire = textOption(raw, 'wire');
  const { project } = await readProject(raw);
  const scenarios = await scenariosIn(project);
  const listener = await watchConform(terminal);
  const judging = judgeRunner({ named, project, scenarios, only, wire, listener, abandon });
  const { conformance, interrupted, unwritten } = await judging.finally(() => listener.end());
  terminal.out(
    flagOption(raw, 'json')
      ? jsonText(conformance, 2)
      : conformanceLines(conformance, flagOption(raw, 'verbose'), terminal).join('\n'),
  );
  if (unwritten !== null) terminal.err(failureText(unwritten, terminal.paintErr));
  return gravest([
    interrupted ? EXIT.interrupted : exitOf(conformance),
    unwritten === null ? EXIT.ok : FAILURE_CODES[unwritten.code].exit,
  ]);
}

function exitOf({ clauses, conforms }: Conformance): ExitCode {
  if (conforms) return EXIT.ok;
  return clauses.some(({ status }) => status === 'failed') ? EXIT.divergent : EXIT.unfinished;
}
