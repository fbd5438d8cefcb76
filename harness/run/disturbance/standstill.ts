// Whether evenloop or the machine stood still between two looks at the clocks. Pure.

/** Two clocks and the CPU time of this process, all in milliseconds. */
export interface ClockLook {
  /** Goes on while this process is stopped, and stands still while the machine sleeps. */
  readonly steadyMs: number;
  /** How long the machine has slept since it was started; null: it does not tell. */
  readonly sleptMs: number | null;
  /** CPU time of this process so far. */
  readonly cpuMs: number;
}

export interface Standstill {
  readonly who: string;
  readonly ms: number;
}

/** A busy machine makes a timer wait for some hundredths of a second. */
const LEAST_MS = 1000;
/** `/proc/uptime` has hundredths of a second, and is read some time before or after the other clock. */
const LEAST_SLEEP_MS = 500;

/** `dueMs`: after so long the second look was to be taken. What this process computed meanwhile is no standstill. */
export function standstillsOf(before: ClockLook, after: ClockLook, dueMs: number): readonly Standstill[] {
  const lateMs = after.steadyMs - before.steadyMs - dueMs - (after.cpuMs - before.cpuMs);
  const sleptMs = before.sleptMs === null || after.sleptMs === null ? 0 : after.sleptMs - before.sleptMs;
  return [
    ...(lateMs < LEAST_MS ? [] : [{ who: 'evenloop', ms: lateMs }]),
    ...(sleptMs < LEAST_SLEEP_MS ? [] : [{ who: 'the machine', ms: sleptMs }]),
  ];
}

/** How long the machine has slept: the clock behind `/proc/uptime` goes on meanwhile, the other one does not. */
export function sleptMs(uptime: string | null, steadySinceBootMs: number): number | null {
  const seconds = /^(\d+(?:\.\d+)?) /.exec(uptime ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000 - steadySinceBootMs;
}
