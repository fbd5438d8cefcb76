// Version 1 of `runner.json`, as runners of earlier releases have it: read, and lifted to the present version.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { MANIFEST_VERSION } from './runner-manifest.ts';
import type { RunnerManifest } from './runner-manifest.ts';

const Text = Type.String({ minLength: 1, maxLength: 1000 });
const Environment = Type.Record(Text, Type.String());

export const RunnerManifestV1 = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
    title: Text,
    language: Type.Union([Type.Literal('javascript'), Type.Literal('python')]),
    interpreter: Type.Object({
      names: Type.Array(Text, { minItems: 1 }),
      variable: Text,
      versionArgs: Type.Array(Text),
      minimumVersion: Type.String({ pattern: '^\\d+\\.\\d+(\\.\\d+)?$' }),
      install: Text,
    }),
    args: Type.Array(Text),
    environment: Environment,
    variants: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
        Type.Object({ title: Text, environment: Environment }, { additionalProperties: false }),
      ),
    ),
    defaultStyle: Text,
    tolerances: Type.Object({ timerEarlyNs: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }),
  },
  { additionalProperties: false },
);
export type RunnerManifestV1 = Static<typeof RunnerManifestV1>;

type Language = RunnerManifestV1['language'];

/** What version 1 left to the harness, which knew two languages by name. */
const KNOWN: Readonly<
  Record<
    Language,
    { readonly selfArgs: readonly string[]; readonly debug: string; readonly styles: string[] }
  >
> = {
  javascript: {
    selfArgs: ['-p', 'process.execPath'],
    debug: 'Attach with `kill -USR1 {pid}` and then `node inspect -p {pid}` or chrome://inspect.',
    styles: ['callbacks', 'events', 'promises', 'streams', 'blocking'],
  },
  python: {
    selfArgs: ['-c', 'import sys; print(sys.executable)'],
    debug: 'Attach with `python3 -m pdb -p {pid}` (3.14 and later), or gdb -p {pid}.',
    styles: ['callbacks', 'protocols', 'generators', 'coroutines', 'blocking'],
  },
};
const WITHHELD = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_EXTRA_CA_CERTS',
  'NODE_DEBUG',
  'NODE_V8_COVERAGE',
  'NODE_CHANNEL_FD',
  'PYTHON*',
  'BUN_OPTIONS',
  'DENO_*',
];
const PLACE_OF = { node: 'this-process', python: 'pyenv' } as const;

/** The same manifest in the present version: what was known by name stands in it. */
export function lifted(manifest: RunnerManifestV1): RunnerManifest {
  const { selfArgs, debug, styles } = KNOWN[manifest.language];
  const { id } = manifest;
  return {
    ...manifest,
    schema: MANIFEST_VERSION,
    interpreter: {
      ...manifest.interpreter,
      selfArgs: [...selfArgs],
      ...(id === 'node' || id === 'python' ? { places: [PLACE_OF[id]] } : {}),
    },
    withhold: WITHHELD,
    debug: { text: debug },
    styles,
  };
}
