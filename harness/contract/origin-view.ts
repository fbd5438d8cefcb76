// What results and bundles say of where a scenario comes from, when it is not this package's own.
import { Type } from 'typebox';

/** As `ScenarioOrigin`. */
export const OriginView = Type.Object({
  root: Type.String(),
  folder: Type.String(),
  /** SHA-256 by file. */
  files: Type.Record(Type.String(), Type.String()),
});
