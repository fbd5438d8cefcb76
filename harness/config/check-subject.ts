// Makes one definition of a subject into a subject of the user's own, or says what is wrong with it. Pure.
import { isAbsolute, resolve } from 'node:path';
import type { OwnSubject } from '../contract/project.ts';
import { SubjectDefinition } from '../contract/project-config.ts';
import { parseVersionRange } from '../contract/version-range.ts';
import { schemaTroubles } from '../contract/schema-troubles.ts';
import type { SchemaTrouble } from '../contract/schema-troubles.ts';

export interface SubjectPlace {
  /** Paths count from here. */
  readonly folder: string;
  readonly definedBy: string;
}

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly troubles: readonly SchemaTrouble[] };

export function checkSubject(value: unknown, place: SubjectPlace): Checked<OwnSubject> {
  const troubles = schemaTroubles(SubjectDefinition, value);
  if (troubles.length > 0) return { ok: false, troubles };
  const definition = value as SubjectDefinition;
  const trouble = contradiction(definition);
  if (trouble !== null) return { ok: false, troubles: [trouble] };
  return { ok: true, value: ownSubject(definition, place) };
}

/** What no schema says. */
export function contradiction({ runtime, executable, version }: SubjectDefinition): SchemaTrouble | null {
  if (runtime !== undefined && executable !== undefined)
    return {
      cause: 'Both "runtime" and "executable" are given.',
      next: 'Give "runtime" for one that evenloop finds, or "executable" for one that you name.',
    };
  if (version !== undefined && parseVersionRange(version) === null)
    return {
      cause: `"version" is ${JSON.stringify(version)}.`,
      next: 'Give comparators with blanks between them, such as ">=22 <23" or "=3.13".',
    };
  return null;
}

export function ownSubject(definition: SubjectDefinition, { folder, definedBy }: SubjectPlace): OwnSubject {
  const { id, runner, title, style, runtime, executable, version } = definition;
  return {
    id,
    runner,
    title: title ?? null,
    style: style ?? null,
    runtime: runtime ?? null,
    executable: executable === undefined ? null : located(executable, folder),
    version: version ?? null,
    args: definition.args ?? [],
    withoutArgs: definition.withoutArgs ?? [],
    environment: definition.environment ?? {},
    definedBy,
  };
}

/** A bare name is looked up on PATH, as a shell does. */
function located(executable: string, folder: string): string {
  return isAbsolute(executable) || /[\\/]/.test(executable) ? resolve(folder, executable) : executable;
}
