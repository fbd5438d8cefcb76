// `--define '<id>=<subject>'`: `old=node:executable=/opt/node22,args=--no-opt,env.TZ=UTC`, or an object in JSON. Pure.
import { FailureError, failure } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';
import type { OwnSubject } from '../contract/project.ts';
import { checkSubject } from './check-subject.ts';

export const DEFINE_FORM =
  "'<id>=<runner>[:<key>=<value>,…]' with the keys runtime, executable, version, style, title, args, withoutArgs (both may stand several times) and env.<NAME>; or '<id>={…}' in JSON as in a config";

const TEXTS = ['runtime', 'executable', 'version', 'style', 'title'] as const;
const LISTS = ['args', 'withoutArgs'] as const;
const VARIABLE = 'env.';

/** Relative paths count from `folder`. Throws a `FailureError` that quotes the part that is wrong. */
export function defineSubject(text: string, folder: string): OwnSubject {
  const bad = (what: string, next: string): FailureError =>
    new FailureError(failure('EL1004', `--define ${JSON.stringify(text)}: ${what}`, next));
  const [, id, rest] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (id === undefined || rest === undefined || id === '' || rest === '')
    throw bad('it is not an id and a subject with "=" between them.', `Give --define ${DEFINE_FORM}.`);
  const definition = rest.startsWith('{') ? fromJson(rest, bad) : fromParts(rest, bad);
  const named: unknown = Reflect.get(definition, 'id');
  if (named !== undefined && named !== id)
    throw bad(`it has two ids, ${JSON.stringify(id)} and ${JSON.stringify(named)}.`, 'Leave out "id".');
  const checked = checkSubject({ ...definition, id }, { folder, definedBy: '--define' });
  if (checked.ok) return checked.value;
  const [first] = checked.troubles;
  throw bad(first?.cause ?? 'it is no subject.', first?.next ?? `Give --define ${DEFINE_FORM}.`);
}

type Bad = (what: string, next: string) => FailureError;

function fromJson(text: string, bad: Bad): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw bad(`what begins with a brace is not JSON: ${String(error)}.`, 'Quote names and texts by ".');
  }
}

interface Definition {
  runner: string;
  environment: Record<string, string>;
  [key: string]: unknown;
}

function fromParts(text: string, bad: Bad): object {
  const [, runner = '', rest] = /^([^:=,]*)(?::(.*))?$/s.exec(text) ?? [];
  if (runner === '' || rest === '')
    throw bad(
      `${JSON.stringify(text)} is not a runner, or a runner with ":" and keys.`,
      `Give --define ${DEFINE_FORM}.`,
    );
  const definition: Definition = { runner, environment: {} };
  for (const part of rest === undefined ? [] : partsOf(rest)) enter(definition, part, bad);
  return definition;
}

/** A comma ends a part, unless a backslash stands before it. */
function partsOf(text: string): readonly string[] {
  return text.split(/(?<!\\),/).map((part) => part.replaceAll(String.raw`\,`, ','));
}

function enter(definition: Definition, part: string, bad: Bad): void {
  const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
  if (key === '')
    throw bad(
      `the part ${JSON.stringify(part)} is no key with "=" and a value.`,
      String.raw`Write <key>=<value>; a comma inside a value is written \,.`,
    );
  const [list, text] = [LISTS.find((name) => name === key), TEXTS.find((name) => name === key)];
  if (key.startsWith(VARIABLE)) definition.environment[key.slice(VARIABLE.length)] = value;
  else if (list !== undefined) definition[list] = [...((definition[list] as string[]) ?? []), value];
  else if (text === undefined) throw unknownKey(key, part, bad);
  else if (text in definition) throw bad(`"${text}" stands there twice.`, 'Give it once.');
  else definition[text] = value;
}

function unknownKey(key: string, part: string, bad: Bad): FailureError {
  const keys = [...TEXTS, ...LISTS, `${VARIABLE}NAME`];
  const near = nearest(key, keys);
  const all = `The keys are ${keys.join(', ')}.`;
  return bad(
    `the part ${JSON.stringify(part)} has an unknown key "${key}".`,
    near === null ? all : `Did you mean "${near}"? ${all}`,
  );
}
