// Clears away what killed runs left behind, whatever the command at hand does.
import { sweepLeftovers } from '../run/leftovers.ts';
import { SHARED_MEMORY } from '../run/scratch.ts';

export function sweep(): readonly string[] {
  return sweepLeftovers(process.env, SHARED_MEMORY);
}
