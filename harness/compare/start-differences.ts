// In what the runtimes of two runs were started differently: what may have moved a number without any change of code.
import type { Cell, RunResult, RuntimeView } from '../contract/result.ts';
import { differenceText } from './difference-text.ts';

/** Null: there is none on that side. */
export interface StartDifference {
  readonly runtime: string;
  /** `version`, `executable`, `arguments`, or the name of a variable. */
  readonly what: string;
  readonly base: string | null;
  readonly head: string | null;
}

/** evenloop itself, then in the order of head's runtimes. A runtime of one run only has no row: its cells are new or gone. */
export function startDifferences(base: RunResult, head: RunResult): StartDifference[] {
  return [...harnessDifferences(base, head), ...runtimeDifferences(base, head)];
}

/** Of evenloop itself, whose clock measures turns and whose witnesses answer: each row needs its words. */
const HARNESS = 'evenloop';

function harnessDifferences(base: RunResult, head: RunResult): StartDifference[] {
  const [was = null, is = null] = [base.environment.nodeOptions, head.environment.nodeOptions];
  return was === is ? [] : [{ runtime: HARNESS, what: 'NODE_OPTIONS', base: was, head: is }];
}

function runtimeDifferences(base: RunResult, head: RunResult): StartDifference[] {
  return head.runtimes.flatMap((now) => {
    const was = base.runtimes.find(({ id }) => id === now.id);
    return was === undefined ? [] : differencesOf(was, now);
  });
}

/** The words that a row of this cell needs; empty where its runtime was started as before. A path alone moves no number. */
export function startNote(
  differences: readonly StartDifference[],
  { subject }: Pick<Cell, 'subject'>,
): string {
  const runtime = subject.slice(0, Math.max(0, subject.lastIndexOf('/')));
  const own = differences.filter(
    (each) => [runtime, HARNESS].includes(each.runtime) && each.what !== 'executable',
  );
  return own.length === 0
    ? ''
    : `started differently: ${own.map((each) => differenceText(each, 'none')).join('; ')}`;
}

function differencesOf(was: RuntimeView, now: RuntimeView): StartDifference[] {
  const [before, after] = [factsOf(was), factsOf(now)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((what) => {
    const [base, head] = [before.get(what) ?? null, after.get(what) ?? null];
    return base === head ? [] : [{ runtime: now.id, what, base, head }];
  });
}

function factsOf({ version, executable, startedWith, inherited }: RuntimeView): ReadonlyMap<string, string> {
  const { args = [], withoutArgs = [], environment = {} } = startedWith ?? {};
  return new Map([
    ['version', version],
    ['executable', executable],
    ...listFact('arguments', args),
    ...listFact('arguments left out', withoutArgs),
    ...Object.entries(inherited?.shaping ?? {}).map(([name, value]): [string, string] => [
      name,
      `${name}=${value}`,
    ]),
    ...Object.entries(environment).map(([name, value]): [string, string] => [name, `${name}=${value}`]),
  ]);
}

function listFact(name: string, texts: readonly string[]): [string, string][] {
  return texts.length === 0 ? [] : [[name, texts.join(' ')]];
}
