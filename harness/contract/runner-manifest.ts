// `runner.json`: what the harness must know about a runner before it starts one, and what it found of its runtime.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { StartedWith } from './started-with.ts';

/** The mark of a manifest of this version; a manifest without one is of version 1. */
export const MANIFEST_VERSION = 'runner-manifest@2';

const Text = Type.String({ minLength: 1, maxLength: 1000 });
const Identifier = Type.String({
  pattern: '^[a-z][a-z0-9_]*$',
  description: 'A small letter, then small letters, digits and underscores.',
});
const VersionText = Type.String({
  pattern: '^\\d+\\.\\d+(\\.\\d+)?$',
  description: 'Two or three numbers with dots between them, such as 3.11.',
});
const Language = Type.String({
  pattern: '^[a-z][a-z0-9_+#-]*$',
  maxLength: 40,
  description: 'A small letter, then small letters, digits, and any of _ + # -',
});
const StyleName = Type.String({
  pattern: '^[a-z][a-z0-9_-]*$',
  maxLength: 40,
  description: 'A small letter, then small letters, digits, hyphens and underscores.',
});
const VersionArgs = Type.Array(Text, {
  description:
    'Arguments that make it print its version, alone on a line or with the name of the implementation behind it.',
});
const Install = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: 'What a reader can do when it is missing.',
});

const Interpreter = Type.Object(
  {
    names: Type.Array(Text, { minItems: 1, description: 'Names looked up on PATH, in order.' }),
    variable: Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'The environment variable that names one or more interpreters, separated as PATH is. They come first.',
    }),
    places: Type.Optional(
      Type.Array(
        Type.Union([Type.Literal('this-process'), Type.Literal('package-runtimes'), Type.Literal('pyenv')]),
        {
          description:
            'Where else to look: `this-process` is the program that runs evenloop, tried before PATH; `package-runtimes` are the programs in `{package}/.runtimes/<name>/bin`, and `pyenv` the versions of pyenv, tried last.',
        },
      ),
    ),
    versionArgs: VersionArgs,
    selfArgs: Type.Optional(
      Type.Array(Text, {
        description:
          'Arguments that make it print its own path: a shim or a wrapper is only known by asking what it starts. Absent: the file that was found, links resolved.',
      }),
    ),
    minimumVersion: VersionText,
    install: Install,
  },
  { additionalProperties: false },
);

const Command = Type.Object(
  {
    path: Type.String({
      minLength: 1,
      maxLength: 1000,
      description:
        'The runner itself. A name without a slash is looked up on PATH; a relative path begins at the folder of the manifest.',
    }),
    versionArgs: VersionArgs,
    minimumVersion: Type.Optional(VersionText),
    install: Type.Optional(Install),
  },
  { additionalProperties: false },
);

const Environment = Type.Record(Text, Type.String());

/**
 * In every text `{package}` stands for the path of the package whose workloads are run, `{manifest}` for the folder of this file,
 * `{scenarios}` for the folders that scenarios come from, `{separator}` for the platform's path-list separator, and `{hashSeed}` for a
 * number below 2^32 that is drawn for each process that is measured, else 0.
 */
export const RunnerManifest = Type.Object(
  {
    schema: Type.Literal(MANIFEST_VERSION),
    id: Identifier,
    title: Text,
    language: Language,
    inDefaultRun: Type.Optional(
      Type.Boolean({
        description:
          'False: it is looked for only when somebody asks for it, by its id, by a pattern that matches it, or by `all`. Absent: true.',
      }),
    ),
    role: Type.Optional(
      Type.Literal('limit', {
        description:
          'What other runners are held against: tables show the ratio of every subject to its cost. Absent: it is a runner like the others.',
      }),
    ),
    /** Either an interpreter that runs the runner, or a command that is the runner. */
    interpreter: Type.Optional(Interpreter),
    command: Type.Optional(Command),
    args: Type.Array(Text),
    environment: Environment,
    inherit: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]+\\*?$' }), {
        description:
          "Variables of the harness's own environment that the runner gets beside those that every program needs: names, or beginnings of names that end in `*`. A name that is one of a secret, such as `*_TOKEN`, is never passed.",
      }),
    ),
    withhold: Type.Optional(
      Type.Array(Text, {
        description:
          "Variables of the harness's own environment that the runner does not get: names, or beginnings of names that end in `*`.",
      }),
    ),
    requires: Type.Optional(
      Type.Array(Type.Object({ args: Type.Array(Text), install: Install }, { additionalProperties: false }), {
        description: 'Arguments with which the executable must end with code 0, such as `-c import uvloop`.',
      }),
    ),
    loop: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'The event loop: `runtime.loop` in `ready` must begin with it.',
      }),
    ),
    implementation: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          'The implementation of the language, as `versionArgs` print it and `runtime.implementation` in `ready` says it. Another one is never taken for it.',
      }),
    ),
    debug: Type.Optional(
      Type.Object(
        {
          args: Type.Optional(
            Type.Array(Text, { description: 'Arguments before all others when a debugger is to attach.' }),
          ),
          text: Type.String({
            minLength: 1,
            maxLength: 1000,
            description: 'How to attach a debugger; `{pid}` stands for the process.',
          }),
        },
        { additionalProperties: false },
      ),
    ),
    variants: Type.Optional(
      Type.Record(
        Identifier,
        Type.Object({ title: Text, environment: Environment }, { additionalProperties: false }),
        {
          additionalProperties: false,
          description:
            'The same runtime under another environment, as `<runner>+<variant>`: a scenario measures it beside the plain environment.',
        },
      ),
    ),
    defaultStyle: StyleName,
    styles: Type.Optional(
      Type.Array(StyleName, {
        description:
          'The order in which tables show the styles that `ready` names. Styles that are not named here follow.',
      }),
    ),
    tolerances: Type.Object(
      {
        timerEarlyNs: Type.Integer({
          minimum: 0,
          maximum: 2_000_000,
          description: "How early a timer may fire by the runtime's own documentation.",
        }),
      },
      { additionalProperties: false },
    ),
  },
  {
    additionalProperties: false,
    oneOf: [{ required: ['interpreter'] }, { required: ['command'] }],
  },
);
export type RunnerManifest = Static<typeof RunnerManifest>;
export type Place = NonNullable<Static<typeof Interpreter>['places']>[number];

/** Who named a manifest: the package itself, the configuration of a project, or an option. */
export type ManifestOrigin = 'package' | 'config' | 'option';

export interface LoadedManifest {
  readonly manifest: RunnerManifest;
  /** Absolute: what `{manifest}` stands for. */
  readonly folder: string;
  /** The file itself, for messages. */
  readonly path: string;
  readonly origin: ManifestOrigin;
}

/** What `ready` says of one scenario. */
export interface Offer {
  readonly id: string;
  readonly styles: readonly string[];
}

/** One runtime that was found. `executable` is what is started: links and shims resolved. */
export interface Runtime {
  readonly runner: string;
  /** `node` for the preferred one of its runner, `node@24.1.0` for others, `python+toppad` for a variant of the preferred one. */
  readonly id: string;
  /** The variant of the manifest, whose `environment` includes it already; absent: no variant. */
  readonly variant?: string;
  readonly version: string;
  readonly executable: string;
  readonly executableSha256: string;
  /** The place where it was found: `PATH`, `EVENLOOP_PYTHON`, `pyenv`, `this process`, `runner.json`. */
  readonly source: string;
  readonly manifest: RunnerManifest;
  /** Of a subject of the user's own, whose arguments and environment are in its manifest already; absent: it is none. */
  readonly startedWith?: StartedWith;
  /** The folder of the manifest: what `{manifest}` stands for. */
  readonly manifestFolder: string;
  /** Names of the variables that were there when it was found; absent: nobody looked. */
  readonly inherited?: {
    readonly passed: readonly string[];
    readonly withheld: readonly string[];
    readonly shaping?: Readonly<Record<string, string>>;
  };
  /** Folders of scenarios from outside, of which it is to serve the workloads too. Absent: none. */
  readonly scenarioRoots?: readonly string[];
  /** What `ready` names; empty as long as the runner was not asked. */
  readonly offers: readonly Offer[];
}

/** What must be there before the runner is: the interpreter, or the runner itself. */
export function needsOf({ interpreter, command }: RunnerManifest): {
  readonly versionArgs: readonly string[];
  readonly minimumVersion: string | null;
  readonly install: string | null;
} {
  const { versionArgs = [], minimumVersion = null, install = null } = interpreter ?? command ?? {};
  return { versionArgs, minimumVersion, install };
}
