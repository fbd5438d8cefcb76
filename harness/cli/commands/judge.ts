// `evenloop judge`: decides from recorded pairs whether B is slower than A, by the engine that runs use. Measures nothing.
import { text } from 'node:stream/consumers';
import { judgePairs } from '../../compare/judge-pairs.ts';
import { readPairs } from '../../compare/read-pairs.ts';
import type { ExitCode, Failure, Result } from '../../contract/failure.ts';
import { EXIT, FailureError, failure } from '../../contract/failure.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { readForeignText } from '../../files/foreign-file.ts';
import { STORED } from '../../files/limits.ts';
import { codeOf } from '../../store/file-failure.ts';
import { readJudgeOptions } from '../options/judge-options.ts';
import type { JudgeOptions } from '../options/judge-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { judgementText } from '../../tables/judgement-text.ts';
import type { Terminal } from '../ui/terminal.ts';

/** An open verdict is an answer too: the exit code says only whether there was something to judge. */
export async function judge(path: string, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const { source, json } = readJudgeOptions(path, raw);
  const judged = judgePairs(valueOf(readPairs(await contentOf(source)), source));
  const judgement = valueOf(judged, source);
  terminal.out(json ? jsonText(judgement, 2) : judgementText(judgement, terminal));
  return EXIT.ok;
}

async function contentOf(source: JudgeOptions['source']): Promise<string> {
  try {
    return source.kind === 'stdin' ? await text(process.stdin) : readForeignText(source.path, STORED.pairs);
  } catch (error) {
    throw new FailureError(
      failure(
        'EL1011',
        `${nameOf(source)} cannot be read (${codeOf(error)}).`,
        'Name a file of pairs, or give - for stdin.',
      ),
    );
  }
}

function valueOf<Value>(result: Result<Value>, source: JudgeOptions['source']): Value {
  if (result.ok) return result.value;
  const { code, cause, next, evidence }: Failure = result.failure;
  throw new FailureError(failure(code, cause, next, [...evidence, `in ${nameOf(source)}`]));
}

function nameOf(source: JudgeOptions['source']): string {
  return source.kind === 'stdin' ? 'stdin' : source.path;
}
