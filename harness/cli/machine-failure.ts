// What of an error that nobody expected is no bug of evenloop: the system refused what every program needs.
import { failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';

/** Null: the machine is not to blame. */
export function machineFailure(error: unknown): Failure | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  if (error.code === 'EMFILE' || error.code === 'ENFILE')
    return failure(
      'EL5001',
      `More files have to be open at once than this machine allows: ${error.message}.`,
      'Raise the limit: `ulimit -n 4096` in this shell, or LimitNOFILE of the service.',
    );
  if (error.code === 'ENOENT' && 'syscall' in error && error.syscall === 'uv_cwd')
    return failure(
      'EL5001',
      'The working directory is gone: somebody removed it.',
      'Change to a folder that exists.',
    );
  return null;
}
