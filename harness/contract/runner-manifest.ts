// `runners/*/runner.json`: what the harness must know about a runner before it starts one.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { StartedWith } from './started-with.ts';

const Text = Type.String({ minLength: 1, maxLength: 1000 });

/**
 * `{package}` in `args` and `environment` stands for a path of the package whose workloads are run, `{separator}` for the
 * platform's path-list separator, `{hashSeed}` for a number below 2^32 that is drawn for each process that is measured, else 0.
 */
export const RunnerManifest = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
    title: Text,
    language: Type.Union([Type.Literal('javascript'), Type.Literal('python')]),
    interpreter: Type.Object({
      /** Names looked up on PATH, in order. */
      names: Type.Array(Text, { minItems: 1 }),
      /** Environment variable that names one or more interpreters, separated as PATH is. */
      variable: Text,
      /** Arguments that make the interpreter print its version, alone on a line. */
      versionArgs: Type.Array(Text),
      minimumVersion: Type.String({ pattern: '^\\d+\\.\\d+(\\.\\d+)?$' }),
      /** Printed when no interpreter is found. */
      install: Text,
    }),
    args: Type.Array(Text),
    environment: Type.Record(Text, Type.String()),
    /** The same runtime under another environment, as `<runner>+<variant>`: a scenario measures it beside the plain environment. */
    variants: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
        Type.Object(
          { title: Text, environment: Type.Record(Text, Type.String()) },
          { additionalProperties: false },
        ),
      ),
    ),
    defaultStyle: Text,
    tolerances: Type.Object({
      /** How early a timer may fire by the runtime's own documentation. */
      timerEarlyNs: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    }),
  },
  { additionalProperties: false },
);
export type RunnerManifest = Static<typeof RunnerManifest>;

/** One interpreter that was found: what a subject's runtime is. `executable` is the real path, symlinks and shims resolved. */
export interface Runtime {
  readonly runner: string;
  /** `node` for the preferred one of its runner, `node@24.1.0` for others, `python+toppad` for a variant of the preferred one. */
  readonly id: string;
  /** The variant of the manifest, whose `environment` includes it already; absent: no variant. */
  readonly variant?: string;
  readonly version: string;
  readonly executable: string;
  readonly executableSha256: string;
  /** The place where it was found: `PATH`, `EVENLOOP_PYTHON`, `pyenv`, `this process`. */
  readonly source: string;
  readonly manifest: RunnerManifest;
  /** Of a subject of the user's own, whose arguments and environment are in its manifest already; absent: it is none. */
  readonly startedWith?: StartedWith;
}
