// The corpus: every mutant and every control.
import type { Mutant } from '../mutant.ts';
import { controls } from './controls.ts';
import { recordedFaults } from './faults.ts';
import { platformMutants } from './platform.ts';
import { recorderMutants } from './recorder.ts';
import { serverMutants } from './servers.ts';

export const corpus: readonly Mutant[] = [
  ...recorderMutants,
  ...recordedFaults,
  ...platformMutants,
  ...serverMutants,
  ...controls,
];
