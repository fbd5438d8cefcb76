// How the rest of a run is told: how long it takes yet, and the minute in which it ends.
/** An end that is believed to lie so far beyond the minute that is shown does not change what is shown. */
const SLACK_MS = 20_000;
const MINUTE_MS = 60_000;

/** The minute to show for an end that is estimated again and again: one near the turn of a minute would flicker. */
export function steadyMinute(): (endMs: number) => number {
  let shown: number | null = null;
  return (endMs) => {
    const near = shown !== null && endMs >= shown - SLACK_MS && endMs < shown + MINUTE_MS + SLACK_MS;
    if (shown === null || !near) shown = Math.floor(endMs / MINUTE_MS) * MINUTE_MS;
    return shown;
  };
}

/** `about 2 min 10 s left, ends 14:32`: in steps that a person does not see jump. */
export function remainingText(leftMs: number, endMs: number): string {
  const end = new Date(endMs);
  const clock = `${twoDigits(end.getHours())}:${twoDigits(end.getMinutes())}`;
  const day = leftMs >= DAY_MS ? ` in ${Math.floor(leftMs / DAY_MS)} d` : '';
  return `about ${waitText(leftMs)} left, ends ${clock}${day}`;
}

const DAY_MS = 86_400_000;

function waitText(leftMs: number): string {
  const seconds = Math.max(1, Math.round(leftMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const steps = Math.round(seconds / 5) * 5;
  if (steps < 3600) return `${Math.floor(steps / 60)} min ${twoDigits(steps % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
