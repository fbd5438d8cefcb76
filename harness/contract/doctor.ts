// What `evenloop doctor --json` prints: one diagnosis for each thing that a measurement needs, with what to do where it is not there.
import { Type } from 'typebox';
import type { Static } from 'typebox';

/** Written out where it is made: the schema takes longer to load than the examination may. */
const DOCTOR_SCHEMA = 'evenloop/doctor@1';

export const DiagnosisState = Type.Union([
  Type.Literal('fine'),
  /** It runs, and its numbers are worth less than they could be. */
  Type.Literal('warning'),
  /** Something cannot run at all. */
  Type.Literal('problem'),
  /** This machine did not say, or not in time. */
  Type.Literal('unknown'),
]);
export type DiagnosisState = Static<typeof DiagnosisState>;

const Diagnosis = Type.Object({
  /** What was looked at, such as `file-watch`. A name keeps its meaning. */
  id: Type.String(),
  state: DiagnosisState,
  /** What was found, as a sentence. */
  text: Type.String(),
  /** What mends it, as a sentence or a command; null where nothing needs to be mended, or nothing is known that would. */
  fix: Type.Union([Type.String(), Type.Null()]),
  /** Lines that belong to it. */
  details: Type.Array(Type.String()),
});
export type Diagnosis = Static<typeof Diagnosis>;

export const DoctorReport = Type.Object({
  schema: Type.Literal(DOCTOR_SCHEMA),
  tool: Type.Object({ name: Type.String(), version: Type.String() }),
  /** The folder in which runs would be kept. */
  out: Type.String(),
  diagnoses: Type.Array(Diagnosis),
  /** 0, or 3 where at least one diagnosis is a problem. */
  exitCode: Type.Integer(),
  tookMs: Type.Number(),
});
export type DoctorReport = Static<typeof DoctorReport>;
