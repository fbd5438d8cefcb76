// A project of the user's own, read and checked: what it adds to the package, and where its results go.

/** A runner on one certain runtime, started in a way of its own: one more row of every table. */
export interface OwnSubject {
  /** Also the id of its runtime: the subject is `<id>/<style>`. */
  readonly id: string;
  readonly runner: string;
  readonly title: string | null;
  /** Null: the default style of the runner. */
  readonly style: string | null;
  /** A runtime that evenloop finds by itself, as `python@3.13.0`; null: not said. */
  readonly runtime: string | null;
  /** An absolute path, or a name to look up on PATH; null: not said. */
  readonly executable: string | null;
  /** A range of versions that its runtime must keep; null: any. */
  readonly version: string | null;
  /** They stand before the arguments of the runner. */
  readonly args: readonly string[];
  /** Arguments of the runner that are left out. */
  readonly withoutArgs: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it was defined, for messages: `subjects[0] of /project/evenloop.config.ts`. */
  readonly definedBy: string;
}

/** A manifest, or a folder that has one, beside those of the package. */
export interface RunnerPlace {
  readonly path: string;
  readonly origin: 'config' | 'option';
}

export interface Project {
  /** Path of its config; null: it has none. */
  readonly config: string | null;
  readonly runners: readonly RunnerPlace[];
  readonly subjects: readonly OwnSubject[];
  /** Folders. */
  readonly scenarios: readonly string[];
  /** The folder of all runs. */
  readonly outRoot: string;
  /** What the command line said of it, for a command that does a part of a run again. */
  readonly words: readonly string[];
  /** The smallest effect of interest by metric, or by `<scenario>/<metric>`, where it is not that of the scenario. */
  readonly thresholds: Readonly<Record<string, number>>;
}

/** What a run uses of a project. */
export type ProjectParts = Pick<Project, 'runners' | 'subjects' | 'scenarios' | 'words'>;

/** The package alone. */
export const PACKAGE_ALONE: ProjectParts = { runners: [], subjects: [], scenarios: [], words: [] };
export const NO_PROJECT: Omit<Project, 'outRoot'> = { ...PACKAGE_ALONE, config: null, thresholds: {} };

/** The folder of all runs, below the working directory, where no config names another one. */
export const OUT_ROOT = 'reports/out';
