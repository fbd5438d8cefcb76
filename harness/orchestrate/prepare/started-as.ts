// A runner started in a way of the user's own: its manifest with the arguments and variables of a subject, and what is told of them. Pure.
import type { OwnSubject } from '../../contract/project.ts';
import type { RunnerManifest } from '../../contract/runner-manifest.ts';
import type { StartedWith } from '../../contract/started-with.ts';
import { matching } from '../../run/discover/inherited-names.ts';

/** In the value of a variable: what the runner gives it, or nothing. */
const RUNNERS_OWN = '{runner}';

/** What stands in the environment of a manifest is passed on, whatever the runner withholds: the user asked for it. */
export function startedAs(manifest: RunnerManifest, subject: OwnSubject): RunnerManifest {
  const { variants: _, ...plain } = manifest;
  return {
    ...plain,
    title: subject.title ?? manifest.title,
    args: [...subject.args, ...manifest.args.filter((arg) => !subject.withoutArgs.includes(arg))],
    environment: { ...manifest.environment, ...environmentOf(manifest, subject) },
    defaultStyle: subject.style ?? manifest.defaultStyle,
  };
}

export function startedWith(manifest: RunnerManifest, subject: OwnSubject): StartedWith {
  const isWithheld = matching(manifest.withhold ?? []);
  const { environment } = subject;
  return {
    style: subject.style ?? manifest.defaultStyle,
    args: [...subject.args],
    withoutArgs: [...subject.withoutArgs],
    environment: { ...environment },
    passedOn: Object.keys(environment).filter(isWithheld),
    definedBy: subject.definedBy,
  };
}

function environmentOf(manifest: RunnerManifest, { environment }: OwnSubject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(RUNNERS_OWN, () => manifest.environment[name] ?? ''),
    ]),
  );
}
