// The words of a command that goes on with an earlier run: those with which it was begun, and what may be different this time.
import { resolve } from 'node:path';
import { FailureError, failure } from '../../contract/failure.ts';
import { readJournal } from '../../store/read-journal.ts';
import { runFolderAt } from '../../store/run-folder.ts';

const RESUME = '--resume';

/** How something is shown, or where else it is written: nothing that a result depends on. `true`: a value follows. */
const FREE: Readonly<Record<string, boolean>> = {
  '--json': false,
  '--ndjson': false,
  '--wide': false,
  '--verbose': false,
  '--where-time-went': false,
  '--color': true,
  '--no-color': false,
  '--ascii': false,
  '--progress': true,
  '--export': true,
  '--junit': true,
  '--ctrf': true,
};

/** The same words where nothing is resumed. Throws a `FailureError` where the rest does not go with `--resume`. */
export function resumedArgs(args: readonly string[]): readonly string[] {
  const [command = '', ...words] = args.flatMap((word) => (isJoined(word) ? halves(word) : [word]));
  const at = words.indexOf(RESUME);
  const run = words[at + 1];
  if (!['run', 'check', 'compare'].includes(command) || at < 0 || run === undefined || run.startsWith('-'))
    return args;
  const rest = [...words.slice(0, at), ...words.slice(at + 2)];
  refuseOthers(rest);
  const read = readJournal(runFolderAt(run).journal);
  if (!read.ok) throw new FailureError(read.failure);
  const { args: begun } = read.value.run;
  if (begun[0] !== command)
    throw bad(
      `\`evenloop ${command} ${RESUME}\` was given a run of \`evenloop ${begun[0] ?? ''}\``,
      `Give \`evenloop ${begun[0] ?? ''} ${RESUME} ${run}\`.`,
    );
  return [...begun, ...rest, RESUME, resolve(run)];
}

const isJoined = (word: string): boolean => /^--[a-z-]+=/.test(word);

function halves(word: string): string[] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function refuseOthers(words: readonly string[]): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const takesValue = Object.hasOwn(FREE, word) ? FREE[word] : undefined;
    if (takesValue === undefined)
      throw bad(
        `${word} was given together with ${RESUME}`,
        'Leave it out: a run goes on with what it was begun with.',
      );
    if (takesValue) i++;
  }
}

const bad = (cause: string, next: string): FailureError =>
  new FailureError(failure('EL1004', `${cause}.`, next));
