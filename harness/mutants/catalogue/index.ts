// The corpus: every mutant and every control.
import type { Scenario } from '../../contract/scenario.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsByRule } from './by-rule.ts';
import { mutantsByStimulus } from './by-stimulus.ts';
import { controls } from './controls.ts';
import { recordedFaults } from './faults.ts';
import { hangs } from './hangs.ts';
import { mixedMutants } from './mixed.ts';
import { orderingMutants } from './ordering.ts';
import { connectionMutants } from './connections.ts';
import { platformMutants } from './platform.ts';
import { recorderMutants } from './recorder.ts';
import { sampleAndClockMutants } from './samples.ts';
import { serverMutants } from './servers.ts';

/** Most of it is written down; some is made from the rules of these scenarios. */
export function corpusFor(scenarios: readonly Scenario[]): readonly Mutant[] {
  return [
    ...recorderMutants,
    ...recordedFaults,
    ...orderingMutants,
    ...platformMutants,
    ...connectionMutants,
    ...serverMutants,
    ...hangs,
    ...mutantsByRule(scenarios),
    ...mixedMutants,
    ...sampleAndClockMutants,
    ...controls,
  ];
}

/** Of scenarios that it does not know by name: what is made from their declarations alone. */
export function corpusFromOutside(scenarios: readonly Scenario[]): readonly Mutant[] {
  return [...mutantsByRule(scenarios), ...mutantsByStimulus(scenarios)];
}
