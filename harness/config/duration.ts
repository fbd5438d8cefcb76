// A duration as people write it. Pure.

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, min: 60, h: 3600 };

/** `90s`, `90`, `1.5m`, `2min` or `1h`, in milliseconds; null: the text is no duration. */
export function durationMs(text: string): number | null {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*(s|m|min|h)?$/.exec(text) ?? [];
  const seconds = SECONDS[unit];
  return number === undefined || seconds === undefined ? null : Number(number) * seconds * 1000;
}
