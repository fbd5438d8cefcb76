// The clock that every sample comes from: its smallest step, what a reading costs, and where it comes from.
import type { Diagnosis } from '../../contract/doctor.ts';
import type { ClockSeen } from '../observations.ts';
import { fine, warning } from '../../machine/diagnose/diagnosis.ts';

const COARSE_NS = 1000;
const COSTLY_NS = 500;
/** They are read through the bus, or count interrupts. */
const SLOW_SOURCES: ReadonlySet<string> = new Set(['hpet', 'acpi_pm', 'jiffies', 'refined-jiffies', 'pit']);

export function diagnoseClock(seen: ClockSeen): Diagnosis {
  const { resolutionNs, readNs, source } = seen;
  const from = source === null ? '' : ` (${source})`;
  const text = `The clock${from} steps by ${Math.round(resolutionNs)} ns, and a reading takes ${Math.round(readNs)} ns.`;
  const slow = source !== null && SLOW_SOURCES.has(source);
  if (!slow && resolutionNs <= COARSE_NS && readNs <= COSTLY_NS) return fine('clock', text);
  return warning('clock', `${text} Short operations cannot be told apart with it.`, fixOf(seen));
}

function fixOf({ sources, source }: ClockSeen): string | null {
  const better = sources.find((name) => name !== source && !SLOW_SOURCES.has(name));
  if (better === undefined) return null;
  return `Choose another source: \`echo ${better} | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource\`.`;
}
