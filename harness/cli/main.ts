#!/usr/bin/env node
// The command `evenloop` as a program. What a machine that grants next to nothing refuses while the rest is loaded is told, too.
import { FAILURE_CODES } from '../contract/failure.ts';
import { machineFailure } from './machine-failure.ts';

try {
  await (await import('./start.ts')).start();
} catch (error) {
  const trouble = machineFailure(error);
  if (trouble === null) throw error;
  process.stderr.write(`error ${trouble.code}: ${trouble.cause}\n  next: ${trouble.next}\n`);
  process.exitCode = FAILURE_CODES[trouble.code].exit;
}
