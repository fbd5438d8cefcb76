// What `evenloop conform` says of a runner, clause by clause: the document of `--json`, as schema and as type.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ConformanceVerdict } from './verdict.ts';

export const CONFORMANCE_SCHEMA = 'evenloop/conformance@1';

/** Whose mistake a breach is, as far as its evidence tells. */
export const Blame = Type.Union([
  Type.Literal('runner'),
  Type.Literal('manifest'),
  Type.Literal('workload or runtime'),
  Type.Literal('machine'),
  Type.Literal('evenloop'),
]);
export type Blame = Static<typeof Blame>;

const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** One thing that was asked for and came out otherwise. */
export const ClauseBreach = Type.Object({
  what: Type.String({ description: 'What happened, as a sentence.' }),
  request: Nullable(Type.String({ description: 'The line that was sent, cut where it is long.' })),
  answer: Nullable(Type.String({ description: 'The line that came, cut where it is long; null: none.' })),
  expected: Nullable(Type.String({ description: 'What should have come.' })),
  blame: Blame,
  evidence: Type.Array(Type.String(), { description: 'Further lines: findings, or the runner on stderr.' }),
});
export type ClauseBreach = Static<typeof ClauseBreach>;

export const ClauseStatus = Type.Union([
  Type.Literal('passed'),
  Type.Literal('failed'),
  Type.Literal('not-applicable'),
  Type.Literal('not-judged'),
]);
export type ClauseStatus = Static<typeof ClauseStatus>;

export const JudgedClause = Type.Object({
  id: Type.String({ pattern: '^C[1-9][0-9]{2}$' }),
  section: Type.String({ description: 'The section of docs/writing-a-runner.md that demands it.' }),
  text: Type.String({ description: 'The demand, as a sentence.' }),
  status: ClauseStatus,
  reason: Nullable(Type.String({ description: 'Why it does not apply, or was not judged.' })),
  breaches: Type.Array(ClauseBreach, { description: 'The first of them.' }),
  breachCount: Type.Integer({ minimum: 0 }),
});
export type JudgedClause = Static<typeof JudgedClause>;

/** One scenario in one style that the runner names, with the smallest parameters. */
export const ConformanceCell = Type.Object({
  scenario: Type.String(),
  set: Type.String(),
  style: Type.String(),
  verdict: ConformanceVerdict,
  reason: Nullable(Type.String()),
});
export type ConformanceCell = Static<typeof ConformanceCell>;

export const Conformance = Type.Object({
  schema: Type.Literal(CONFORMANCE_SCHEMA),
  tool: Type.Object({ name: Type.Literal('evenloop'), version: Type.String() }),
  runner: Type.Object({ id: Type.String(), title: Type.String() }),
  runtime: Type.Object({ version: Type.String(), executable: Type.String() }),
  /** As `ready` names them. */
  capabilities: Type.Array(Type.String()),
  clauses: Type.Array(JudgedClause),
  cells: Type.Array(ConformanceCell),
  /** Scenarios that the runner names and this installation does not have. */
  unknownScenarios: Type.Array(Type.String()),
  /** True: no clause failed, and each that applies was judged. */
  conforms: Type.Boolean(),
});
export type Conformance = Static<typeof Conformance>;
