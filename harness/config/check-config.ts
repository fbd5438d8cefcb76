// Makes what stands in a config into a config that can be used, with absolute paths, or one failure that names every wrong place. Pure.
import { dirname, resolve } from 'node:path';
import { failure } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import type { OwnSubject } from '../contract/project.ts';
import { EvenloopConfig } from '../contract/project-config.ts';
import type { OptionSet } from '../contract/project-config.ts';
import { contradiction, ownSubject } from './check-subject.ts';
import { schemaTroubles } from '../contract/schema-troubles.ts';
import type { SchemaTrouble } from '../contract/schema-troubles.ts';

/** A config with every path absolute. */
export interface LoadedConfig {
  readonly path: string;
  readonly runners: readonly string[];
  readonly subjects: readonly OwnSubject[];
  readonly scenarios: readonly string[];
  readonly profiles: Readonly<Record<string, OptionSet>>;
  readonly reference: string | null;
  readonly out: string | null;
  readonly thresholds: Readonly<Record<string, number>>;
}

/** Names of `--profile` that a config may not give another meaning. */
export const OWN_PROFILES: readonly string[] = ['smoke', 'quick', 'standard', 'full'];

export function checkConfig(value: unknown, path: string): Result<LoadedConfig> {
  const broken = schemaTroubles(EvenloopConfig, value);
  if (broken.length > 0) return refused(path, broken);
  const config = value as EvenloopConfig;
  const troubles = contradictions(config);
  if (troubles.length > 0) return refused(path, troubles);
  const folder = dirname(path);
  const located = (paths: readonly string[] = []) => paths.map((each) => resolve(folder, each));
  return {
    ok: true,
    value: {
      path,
      runners: located(config.runners),
      subjects: (config.subjects ?? []).map((each, i) =>
        ownSubject(each, { folder, definedBy: `subjects[${i}] of ${path}` }),
      ),
      scenarios: located(config.scenarios),
      profiles: config.profiles ?? {},
      reference: config.reference ?? null,
      out: config.out === undefined ? null : resolve(folder, config.out),
      thresholds: config.thresholds ?? {},
    },
  };
}

/** What no schema says. */
function contradictions({ subjects = [], profiles = {} }: EvenloopConfig): readonly SchemaTrouble[] {
  const ids = subjects.map(({ id }) => id);
  return [
    ...subjects.flatMap((subject, i): SchemaTrouble[] => {
      const first = ids.indexOf(subject.id);
      const trouble = contradiction(subject);
      return [
        ...(first === i
          ? []
          : [
              {
                cause: `subjects[${i}].id is ${JSON.stringify(subject.id)}, as that of subjects[${first}] is.`,
                next: 'Give each subject an id of its own.',
              },
            ]),
        ...(trouble === null ? [] : [{ ...trouble, cause: `subjects[${i}]: ${trouble.cause}` }]),
      ];
    }),
    ...Object.keys(profiles)
      .filter((name) => OWN_PROFILES.includes(name))
      .map((name) => ({
        cause: `profiles.${name} has the name of a profile of evenloop.`,
        next: `Give it another name, and "extends": "${name}".`,
      })),
  ];
}

const MOST_EVIDENCE = 8;

/** The first trouble is the cause; the others stand below it. */
function refused(path: string, [first, ...others]: readonly SchemaTrouble[]): Result<never> {
  const { cause, next } = first ?? { cause: 'It is no config.', next: 'Correct it.' };
  const evidence = others.slice(0, MOST_EVIDENCE).map((each) => `${each.cause} ${each.next}`);
  const more = others.length - evidence.length;
  return {
    ok: false,
    failure: failure('EL1012', `${path}: ${cause}`, next, [
      ...evidence,
      ...(more > 0 ? [`and ${more} more`] : []),
    ]),
  };
}
