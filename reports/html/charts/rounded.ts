// Numbers as the data of the page carries them: short, and still the same after the formatter.

/**
 * Four digits, for drawing and for comparing. A number that is shown in three digits of its own unit comes out as it would
 * from the whole number: a fourth digit that lies on the border, or was rounded into the next unit, is moved back by one.
 */
export function fourDigits(value: number): number {
  const short = Number(value.toPrecision(4));
  if (short === value) return value;
  const exponent = exponentOf(value);
  const onBorder = short.toExponential(3).split('e')[0]?.endsWith('5') ?? false;
  if (!onBorder && exponentOf(short) === exponent) return short;
  const step = 10 ** (exponent - 3);
  return Number((short + (value < short ? -step : step)).toPrecision(4));
}

function exponentOf(value: number): number {
  return value === 0 ? 0 : Number(value.toExponential().split('e')[1]);
}

export function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : fourDigits(value);
}
