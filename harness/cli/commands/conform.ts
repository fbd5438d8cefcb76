// `evenloop conform`: judges a runner clause by clause, and prints what it keeps and what it does not.
import { scenarios } from '../../../scenarios/index.ts';
import type { Conformance } from '../../contract/conformance.ts';
import { EXIT, FAILURE_CODES, FailureError, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { nearest } from '../../contract/nearest.ts';
import { CLAUSES } from '../../conform/clauses.ts';
import type { ClauseId } from '../../conform/clauses.ts';
import { judgeRunner } from '../../conform/judge-runner.ts';
import { abandon, gravest } from '../exit.ts';
import { flagOption, listOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { conformanceLines } from '../ui/conformance-lines.ts';
import { failureText } from '../ui/failure-text.ts';
import { watchConform } from '../ui/watch-conform.ts';
import type { Terminal } from '../ui/terminal.ts';

export async function conform(named: string, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const only = listOption(raw, 'only').map(clauseOf);
  const watching = await watchConform(terminal);
  const { conformance, interrupted, unwritten } = await judgeRunner({
    named,
    scenarios,
    only,
    wire: textOption(raw, 'wire'),
    listener: watching,
    abandon,
  }).finally(() => watching.end());
  terminal.out(
    flagOption(raw, 'json')
      ? JSON.stringify(conformance, null, 2)
      : conformanceLines(conformance, flagOption(raw, 'verbose'), terminal).join('\n'),
  );
  if (unwritten !== null) terminal.err(failureText(unwritten, terminal.paintErr));
  const codes = [
    interrupted ? EXIT.interrupted : exitOf(conformance),
    unwritten === null ? EXIT.ok : FAILURE_CODES[unwritten.code].exit,
  ];
  return gravest(codes);
}

function exitOf({ clauses, conforms }: Conformance): ExitCode {
  if (conforms) return EXIT.ok;
  return clauses.some(({ status }) => status === 'failed') ? EXIT.divergent : EXIT.unfinished;
}

function clauseOf(name: string): ClauseId {
  const found = CLAUSES.find(({ id }) => id === name.toUpperCase());
  if (found !== undefined) return found.id;
  const guess = nearest(
    name.toUpperCase(),
    CLAUSES.map(({ id }) => id),
  );
  const all = 'docs/writing-a-runner.md lists all of them.';
  throw new FailureError(
    failure(
      'EL1010',
      `There is no clause ${JSON.stringify(name)}.`,
      guess === null ? all : `Did you mean "${guess}"? ${all}`,
    ),
  );
}
