// The whole examination: what is observed, what follows from it, and the code to end with.
import type { DoctorReport } from '../contract/doctor.ts';
import { EXIT } from '../contract/failure.ts';
import type { ExitCode } from '../contract/failure.ts';
import { PRODUCT } from '../contract/product.ts';
import { diagnose } from './diagnose/diagnose.ts';
import type { ExamineRequest } from './observe.ts';
import { observe } from './observe.ts';
import type { Observations } from './observations.ts';

export type Examination = DoctorReport & { readonly exitCode: ExitCode };

export async function examine(request: ExamineRequest): Promise<Examination> {
  const startedMs = performance.now();
  const seen = await observe(request);
  return reportOf(seen, request.out, performance.now() - startedMs);
}

export function reportOf(seen: Observations, out: string, tookMs: number): Examination {
  const diagnoses = [...diagnose(seen)];
  const unusable = diagnoses.some(({ state }) => state === 'problem');
  return {
    schema: 'evenloop/doctor@1',
    tool: { ...PRODUCT },
    out,
    diagnoses,
    exitCode: unusable ? EXIT.nothingMeasured : EXIT.ok,
    tookMs: Math.round(tookMs),
  };
}
