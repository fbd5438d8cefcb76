// How a runtime of the user's own was started, as terminal, page and comparisons write it.
import type { RuntimeView } from '../../harness/contract/result.ts';
import type { StartedWith } from '../../harness/contract/started-with.ts';

/** `--no-opt, TZ=UTC, without -S`; empty where nothing differs from a start of the runner itself. */
export function startedWords(started: StartedWith): string {
  return [...given(started), ...leftOut(started)].join(', ');
}

/** The same as the end of a sentence: `started with --no-opt, TZ=UTC, without -S`. */
export function startedPhrase(started: StartedWith): string {
  const words = startedWords(started);
  if (words === '') return 'started as its runner is';
  return given(started).length === 0 ? `started ${words}` : `started with ${words}`;
}

/** One line for each runtime of the user's own: what it is, and how it was started. */
export function startedLines(runtimes: readonly RuntimeView[]): readonly string[] {
  return runtimes.flatMap(({ id, title, version, executable, startedWith }) =>
    startedWith === undefined
      ? []
      : [`${id}/${startedWith.style}: ${title} ${version}, ${executable}, ${startedPhrase(startedWith)}`],
  );
}

function given({ args, environment, passedOn }: StartedWith): readonly string[] {
  const variables = Object.entries(environment).map(([name, value]) =>
    passedOn.includes(name) ? `${name}=${value} (otherwise withheld)` : `${name}=${value}`,
  );
  return [...(args.length === 0 ? [] : [args.join(' ')]), ...variables];
}

const leftOut = ({ withoutArgs }: StartedWith): readonly string[] =>
  withoutArgs.length === 0 ? [] : [`without ${withoutArgs.join(' ')}`];
