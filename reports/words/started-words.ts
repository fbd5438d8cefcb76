// How a runtime of the user's own was started, as terminal, page and comparisons write it.
import type { RuntimeView } from '../../harness/contract/result.ts';
import type { StartedWith } from '../../harness/contract/started-with.ts';

/** `--no-opt, without -S, TZ=UTC`; empty where nothing differs from a start of the runner itself. */
export function startedWords({ args, withoutArgs, environment, passedOn }: StartedWith): string {
  return [
    ...(args.length === 0 ? [] : [args.join(' ')]),
    ...(withoutArgs.length === 0 ? [] : [`without ${withoutArgs.join(' ')}`]),
    ...Object.entries(environment).map(([name, value]) =>
      passedOn.includes(name) ? `${name}=${value} (otherwise withheld)` : `${name}=${value}`,
    ),
  ].join(', ');
}

/** One line for each runtime of the user's own: what it is, and with what it was started. */
export function startedLines(runtimes: readonly RuntimeView[]): readonly string[] {
  return runtimes.flatMap(({ id, title, version, executable, startedWith }) => {
    if (startedWith === undefined) return [];
    const words = startedWords(startedWith);
    const started = words === '' ? 'started as its runner is' : `started with ${words}`;
    return [`${id}/${startedWith.style}: ${title} ${version}, ${executable}, ${started}`];
  });
}
