// A metric of a scenario in `results.json`: what a reader needs to know of its numbers.
import { Type } from 'typebox';

export const MetricView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  unit: Type.String(),
  better: Type.Union([Type.Literal('lower'), Type.Literal('higher')]),
  scale: Type.Union([Type.Literal('ratio'), Type.Literal('difference')]),
  primary: Type.Boolean(),
  minimumEffect: Type.Number(),
});
