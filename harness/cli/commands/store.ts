// `evenloop store` and `evenloop accept`: what was asked, from the options, and what came of it, to the terminal.
import { relative } from 'node:path';
import { IMPORTED_TOOLS } from '../../archive/import/imported-tools.ts';
import { USUAL_PLACE } from '../../archive/open-archive.ts';
import { EXIT, FailureError } from '../../contract/failure.ts';
import type { ExitCode, Failure } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { acceptStep } from '../../keep/accept-step.ts';
import { performStore } from '../../keep/perform-store.ts';
import type { StoreAnswer } from '../../keep/perform-store.ts';
import { readStoredRun } from '../../publish/read-runs.ts';
import { archiveLines, archivedRunLines } from '../../tables/archive-lines.ts';
import { failureText } from '../../tables/failure-text.ts';
import { readProject } from '../options/project-options.ts';
import { choiceOption, flagOption, integerOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { recovering } from '../recover.ts';
import type { Terminal } from '../ui/terminal.ts';

const MOST_DAYS = 100_000;

export async function store(
  [action, names]: readonly [string, readonly string[]],
  raw: RawOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const answer = await performStore({
    action,
    names,
    options: {
      from: choiceOption(raw, 'from', IMPORTED_TOOLS),
      at: textOption(raw, 'at'),
      commit: textOption(raw, 'commit'),
      keepDays: integerOption(raw, 'keep-days', { from: 0, to: MOST_DAYS }),
      older: choiceOption(raw, 'older', ['weekly', 'none'] as const),
      apply: flagOption(raw, 'apply') ? true : null,
    },
    place: textOption(raw, 'store') ?? USUAL_PLACE,
    folder: process.cwd(),
    results: (paths) => resultsOf(paths, raw),
    now: Date.now(),
  });
  return print(answer, raw, terminal);
}

async function* resultsOf(named: readonly string[], raw: RawOptions): AsyncGenerator<RunResult> {
  const paths = named.length > 0 ? named : [await newest(raw)];
  const recover = await recovering(raw, paths);
  for (const path of paths) yield readStoredRun(path, recover).result;
}

async function newest(raw: RawOptions): Promise<string> {
  const { outRoot } = (await readProject(raw)).project;
  return `${relative('', outRoot)}/latest`;
}

export async function accept(benchmark: string, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const option = (name: string): string | null => textOption(raw, name);
  const step = { benchmark, set: option('set'), subject: option('subject'), metric: option('metric') };
  const [place, run] = [option('store') ?? USUAL_PLACE, option('run') ?? 'latest'];
  const rest = { reason: option('reason'), folder: process.cwd(), now: Date.now() };
  return print(await acceptStep({ place, run, step, ...rest }), raw, terminal);
}

function print(answer: StoreAnswer, raw: RawOptions, terminal: Terminal): ExitCode {
  const { document, lines, notes, warnings, runs, run } = answer;
  warn(warnings, terminal);
  for (const note of notes) terminal.err(note);
  const width = flagOption(raw, 'wide') ? null : terminal.columns;
  const text = flagOption(raw, 'json')
    ? [jsonText(document, 2)]
    : [
        ...(runs === undefined ? [] : archiveLines(runs, width, terminal.paintOut)),
        ...(run === undefined ? [] : archivedRunLines(run, width, terminal.paintOut)),
        ...lines,
      ];
  // What failed before it did anything has no result.
  if (document !== null && text.length > 0) terminal.out(text.join('\n'));
  if (answer.failure !== null) throw new FailureError(answer.failure);
  return EXIT.ok;
}

export function warn(warnings: readonly Failure[], terminal: Terminal): void {
  for (const one of warnings) terminal.err(failureText(one, terminal.paintErr, 'warning'));
}
