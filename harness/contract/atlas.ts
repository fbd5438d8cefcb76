// The atlas: which runtime does what, in which version. What `evenloop atlas` writes and what its page is made of; and the words of a scenario for it.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { FindingClass } from './verdict.ts';

export const ATLAS_SCHEMA = 'evenloop/atlas@1';

const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** How far a cell can be relied on. */
export const AtlasStanding = Type.Union([
  /** Observed, and the documentation of the runtime promises it: `link`. */
  Type.Literal('guaranteed'),
  /** Observed, and defined by the runtime alone: no documentation that is known here promises it. */
  Type.Literal('incidental'),
  /** Said by the manifest of the runner, and granted by the rules. */
  Type.Literal('declared'),
  /** Observed, and only that the rule was kept. */
  Type.Literal('kept'),
  /** The rule was broken, or is listed as broken: `divergences`. */
  Type.Literal('divergent'),
  /** The runtime has no such case. */
  Type.Literal('absent'),
  /** No style of the runner enacts the scenario. */
  Type.Literal('unsupported'),
  /** No check of this version tells. A value is then what the profile expects. */
  Type.Literal('not-observed'),
]);
export type AtlasStanding = Static<typeof AtlasStanding>;

export const AtlasDivergence = Type.Object({
  /** Of the known divergence; null: no list explains it. */
  id: Nullable(Type.String()),
  rule: Type.String(),
  class: FindingClass,
  styles: Type.Array(Type.String()),
  status: Nullable(Type.Union([Type.Literal('must-fail'), Type.Literal('may-fail')])),
  reason: Type.String(),
  link: Nullable(Type.String()),
  /** In how many of how many invocations; null: it was not seen in the check of this version, or there was none. */
  seen: Nullable(Type.Object({ runs: Type.Integer(), of: Type.Integer() })),
});
export type AtlasDivergence = Static<typeof AtlasDivergence>;

export const AtlasCell = Type.Object({
  /** Ids of the columns for which it holds: neighbours of one runner. */
  columns: Type.Array(Type.String(), { minItems: 1 }),
  standing: AtlasStanding,
  /** What was observed, in the words of the profile; null where there is nothing but the standing. */
  value: Nullable(Type.String()),
  /** Documentation of the runtime; only of what is guaranteed. */
  link: Nullable(Type.String()),
  /** The row of the profile from which the value is: the version from which on it holds. */
  since: Type.Optional(Type.String()),
  /** What else must be said, as a sentence. */
  note: Type.Optional(Type.String()),
  divergences: Type.Optional(Type.Array(AtlasDivergence)),
});
export type AtlasCell = Static<typeof AtlasCell>;

export const AtlasRow = Type.Object({
  /** Unique in the atlas, and its anchor in the page: `ordering.phases/turn`, `timers.stall/T4`. */
  id: Type.String(),
  /** `behaviour`: each runtime defines it. `rule`: every runtime has to keep it. `tolerance`: the manifests say it. */
  kind: Type.Union([Type.Literal('behaviour'), Type.Literal('rule'), Type.Literal('tolerance')]),
  text: Type.String(),
  cells: Type.Array(AtlasCell),
});
export type AtlasRow = Static<typeof AtlasRow>;

export const AtlasColumn = Type.Object({
  /** `<runner>@<version>` */
  id: Type.String(),
  runner: Type.String(),
  title: Type.String(),
  version: Type.String(),
  /** The event loop, where the runner named it in a check. */
  loop: Nullable(Type.String()),
  /** False: a row of a profile begins here, and no check of such a version was read. */
  observed: Type.Boolean(),
  /** Day and system of the check; absent where there was none. */
  checked: Type.Optional(Type.Object({ on: Type.String(), platform: Type.String() })),
});
export type AtlasColumn = Static<typeof AtlasColumn>;

export const AtlasSection = Type.Object({
  /** The scenario. */
  id: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  /** How to read the values; empty: they speak for themselves. */
  legend: Type.String(),
  rows: Type.Array(AtlasRow),
  /** By runner: the command that shows its cells. */
  commands: Type.Record(Type.String(), Type.String()),
  /** The rows of the profile by which runners without rows of their own are judged; empty where there is no profile. */
  others: Type.Array(
    Type.Object({
      since: Type.String(),
      /** Columns with the same values. */
      as: Type.Array(Type.String()),
      /** By the id of the row of the atlas. */
      values: Type.Record(Type.String(), Type.String()),
    }),
  ),
});
export type AtlasSection = Static<typeof AtlasSection>;

/** What one check tells of one scenario on one version: enough to build the atlas again. */
export const AtlasObservation = Type.Object({
  column: Type.String(),
  scenario: Type.String(),
  version: Type.Integer(),
  /** Digest of the row of the profile that it was judged by; null: the scenario has no profile. */
  profile: Nullable(Type.String()),
  /** Styles of which at least one invocation was proved or diverged. */
  styles: Type.Array(Type.String()),
  /** Why no style was judged; null: one was. */
  reason: Nullable(Type.String()),
  unsupported: Type.Boolean(),
  /** Rules that all judged invocations kept. */
  kept: Type.Array(Type.String()),
  broken: Type.Array(
    Type.Object({
      rule: Type.String(),
      class: FindingClass,
      known: Nullable(Type.String()),
      styles: Type.Array(Type.String()),
      runs: Type.Integer(),
      of: Type.Integer(),
    }),
  ),
});
export type AtlasObservation = Static<typeof AtlasObservation>;

export const Atlas = Type.Object({
  schema: Type.Literal(ATLAS_SCHEMA),
  tool: Type.Object({ name: Type.String(), version: Type.String() }),
  /** By runner, in the order of the package; versions ascend. */
  columns: Type.Array(AtlasColumn),
  sections: Type.Array(AtlasSection),
  observations: Type.Array(AtlasObservation),
});
export type Atlas = Static<typeof Atlas>;

/** `behaviours.json` beside a `profiles.json`: its rows in words, and which of them a documentation promises. */
export const AtlasWords = Type.Object(
  {
    /** How to read the values. */
    legend: Type.String(),
    /** The rules that judge by the profile. */
    rules: Type.Array(Type.String(), { minItems: 1 }),
    /** By the path of the value in a row of the profile: `cases.turn`. */
    behaviours: Type.Record(
      Type.String(),
      Type.Object(
        {
          text: Type.String({ minLength: 1 }),
          /** By runner: where its documentation promises the value, and from which version on. */
          guaranteed: Type.Optional(
            Type.Record(
              Type.String(),
              Type.Object(
                { since: Type.String(), link: Type.String({ pattern: '^https://' }) },
                { additionalProperties: false },
              ),
            ),
          ),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type AtlasWords = Static<typeof AtlasWords>;

/** What changed between two columns. */
export const AtlasDiff = Type.Object({
  schema: Type.Literal('evenloop/atlas-diff@1'),
  from: AtlasColumn,
  to: AtlasColumn,
  changes: Type.Array(
    Type.Object({
      row: Type.String(),
      scenario: Type.String(),
      text: Type.String(),
      before: AtlasCell,
      after: AtlasCell,
    }),
  ),
  /** Rows that are alike in both. */
  same: Type.Integer(),
  /** Rows of which at least one side was not observed: nothing is said of them. */
  unknown: Type.Integer(),
});
export type AtlasDiff = Static<typeof AtlasDiff>;
