// The cells of a calibration: those that are measured in slices, at their smallest size, so that slices take most of the time.
import { gateSlicesOf } from '../contract/measurement.ts';
import { samplingPlanOf } from '../contract/scenario.ts';
import type { Choice } from '../orchestrate/prepare/choose.ts';
import type { CalibratedCell } from './calibration-plan.ts';

/** What is taken when no scenario is named: one of the network, one of files, one of nothing but the loop. */
const USUAL = new Set(['io_fanout.tcp_echo', 'file_watch.modify', 'dispatch.turn']);

export function calibratedCells({ wanted }: Choice, usual: boolean): readonly CalibratedCell[] {
  return wanted
    .filter(({ scenario }) => !usual || USUAL.has(scenario.id))
    .flatMap(({ scenario, subjects }) => {
      const [set] = scenario.profiles.smoke;
      const slices = set && gateSlicesOf(samplingPlanOf(scenario, set));
      if (set === undefined || !slices) return [];
      return subjects.map((subject): CalibratedCell => ({ scenario, set, subject, slices }));
    });
}
