// The runtimes: which were found, which are missing, and which were passed over and why.
import type { Diagnosis } from '../../contract/doctor.ts';
import type { Failure } from '../../contract/failure.ts';
import type { RuntimesSeen } from '../observations.ts';
import { fine, problem, unknown } from '../../machine/diagnose/diagnosis.ts';

const ID = 'runtimes';

export function diagnoseRuntimes(seen: RuntimesSeen | null): readonly Diagnosis[] {
  if (seen === null)
    return [unknown(ID, 'The interpreters did not answer in time. `evenloop list runtimes` waits for them.')];
  const { found, missing, passedOver } = seen;
  const lines = found.map(
    ({ id, version, executable, source }) => `${id} ${version}: ${executable} (${source})`,
  );
  const ignored = passedOver.map(({ cause }) => `passed over: ${cause}`);
  const count = `${found.length} runtime${found.length === 1 ? ' was' : 's were'} found.`;
  const named = found.length === 0 ? [] : [fine(ID, count, [...lines, ...ignored])];
  return [...named, ...missing.map(missingRuntime)];
}

function missingRuntime({ code, cause, next, evidence }: Failure): Diagnosis {
  return { ...problem(ID, `${code} ${cause}`, next), details: [...evidence] };
}
