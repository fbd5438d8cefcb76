// The one formatter of every number that a person reads: on the page, in the terminal, in tooltips. Pure, and free of locale.

/** How numbers of one column are shown: all in the same unit. `factor` turns the stored number into the shown one. */
export interface Scale {
  readonly suffix: string;
  readonly factor: number;
}

const MINUS = '\u2212';
const THIN_SPACE = '\u202f';
/** More digits than this no interval of ours supports. */
const MOST_DIGITS = 4;

const STEPS: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  ns: [
    [1, 'ns'],
    [1e3, '\u00b5s'],
    [1e6, 'ms'],
    [1e9, 's'],
  ],
  bytes: [
    [1, 'B'],
    [1024, 'KiB'],
    [1024 ** 2, 'MiB'],
    [1024 ** 3, 'GiB'],
  ],
  'operations/s': [
    [1, '/s'],
    [1e3, 'k/s'],
    [1e6, 'M/s'],
  ],
};

/** The unit in which a column with these values reads best: the middle value gets one to three digits before the point. */
export function scaleFor(unit: string, values: readonly number[]): Scale {
  const steps = STEPS[unit];
  if (steps === undefined) return { suffix: unit, factor: 1 };
  const sizes = values
    .map(Math.abs)
    .filter((value) => value > 0 && Number.isFinite(value))
    .sort((a, b) => a - b);
  const middle = sizes[Math.floor((sizes.length - 1) / 2)] ?? 0;
  let best: readonly [number, string] = steps[0] ?? [1, unit];
  for (const step of steps) if (middle >= step[0]) best = step;
  return { suffix: best[1], factor: 1 / best[0] };
}

/** A value with its unit, in the digits that its spread (largest minus smallest) supports; three digits where none is known. */
export function formatValue(
  value: number,
  unit: string,
  spread: number | null = null,
  scale: Scale = scaleFor(unit, [value]),
): string {
  const shown = value * scale.factor;
  const decimals = decimalsFor(shown, spread === null ? null : spread * scale.factor);
  return `${formatNumber(shown, decimals)} ${scale.suffix}`;
}

/** `1.83×` in the digits of its interval, but never coarser than `1.03` or `12.3`. */
export function formatRatio(ratio: number, low: number, high: number): string {
  return `${formatNumber(ratio, ratioDecimals(ratio, low, high))}\u00d7`;
}

/** `+120 µs`, always with its sign, in the digits of its interval. */
export function formatDifference(
  value: number,
  low: number,
  high: number,
  unit: string,
  scale: Scale = scaleFor(unit, [value, low, high]),
): string {
  return `${signed(value * scale.factor, differenceDecimals(value, low, high, scale))} ${scale.suffix}`;
}

/** The interval of a ratio, `[1.80, 1.86]`, in the same digits as `formatRatio`. */
export function formatRatioInterval(ratio: number, low: number, high: number): string {
  const decimals = ratioDecimals(ratio, low, high);
  return `[${formatNumber(low, decimals)}, ${formatNumber(high, decimals)}]`;
}

/** The interval of a difference, `[+80, +160]`, in the same digits and unit as `formatDifference`. */
export function formatDifferenceInterval(
  value: number,
  low: number,
  high: number,
  unit: string,
  scale: Scale = scaleFor(unit, [value, low, high]),
): string {
  const decimals = differenceDecimals(value, low, high, scale);
  return `[${signed(low * scale.factor, decimals)}, ${signed(high * scale.factor, decimals)}]`;
}

/** The smallest change that could have been seen: `3.1 %` of a ratio, `12.0 µs` of a difference. Empty: not known. */
export function formatSmallestSeen(
  detectable: number | null,
  { scale, unit }: { readonly scale: 'ratio' | 'difference'; readonly unit: string },
): string {
  if (detectable === null || !Number.isFinite(detectable)) return '';
  return scale === 'ratio' ? formatShare(Math.abs(detectable - 1)) : formatValue(detectable, unit);
}

/** `1 234 567`: whole numbers, grouped by thin spaces from 10 000 on. */
export function formatCount(count: number): string {
  return formatNumber(Math.round(count), 0);
}

/** `12 %`, `0.3 %`: a share between 0 and 1. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${formatNumber(percent, Math.abs(percent) < 10 && percent % 1 !== 0 ? 1 : 0)} %`;
}

/** A length of time that a person waits, from milliseconds: `820 ms`, `12.4 s`, `2 min 10 s`, `1 h 05 min`. */
export function formatWait(milliseconds: number): string {
  if (milliseconds < 999.5) return `${formatNumber(milliseconds, 0)} ms`;
  if (milliseconds < 59_950) return `${formatNumber(milliseconds / 1000, 1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** `p50`, `p99.9`, `p99.68`: the name of a quantile, as exact as what lies beyond it. */
export function formatQuantile(q: number): string {
  return `p${nines(q)}`;
}

/** `99 %`, `99.98 %`: the confidence of an interval, which is never rounded up to certainty. */
export function formatLevel(level: number): string {
  return `${nines(level)} %`;
}

/** In percent, with as many decimals as two digits of the rest need. */
function nines(share: number): number {
  const rest = 100 * (1 - share);
  const decimals = rest <= 0 ? 0 : Math.max(0, Math.ceil(-Math.log10(rest))) + 1;
  return Number((share * 100).toFixed(Math.min(decimals, 9)));
}

/** A number with this many decimals, a real minus sign and groups of three. */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '\u2013';
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction] = fixed.split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE) : whole;
  const sign = value < 0 && Number(fixed) !== 0 ? MINUS : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/**
 * Decimals that a spread supports: its first digit, and its second when the first is 1 or 2 (the usual rounding of
 * measured values). Never more than four digits in all; three digits when the spread is unknown or zero.
 */
export function decimalsFor(value: number, spread: number | null): number {
  const most = Math.max(0, MOST_DIGITS - 1 - exponent(value));
  if (spread === null || !(spread > 0)) return Math.min(most, Math.max(0, 2 - exponent(value)));
  const power = exponent(spread);
  const lead = spread / 10 ** power;
  return Math.min(most, Math.max(0, (lead < 3 ? 1 : 0) - power));
}

/** Ratios read badly with fewer digits than that, however wide the interval. */
function ratioDecimals(ratio: number, low: number, high: number): number {
  return Math.max(decimalsFor(ratio, high - low), Math.min(2, decimalsFor(ratio, null)));
}

function differenceDecimals(value: number, low: number, high: number, scale: Scale): number {
  const largest = Math.max(Math.abs(value), Math.abs(low), Math.abs(high)) * scale.factor;
  return decimalsFor(largest, (high - low) * scale.factor);
}

function signed(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return text.startsWith(MINUS) || Number(Math.abs(value).toFixed(decimals)) === 0 ? text : `+${text}`;
}

/** The power of ten of the first digit; 0 for 0. */
function exponent(value: number): number {
  return value === 0 || !Number.isFinite(value) ? 0 : Math.floor(Math.log10(Math.abs(value)));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
