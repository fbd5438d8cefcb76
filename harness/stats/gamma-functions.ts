// Digamma, trigamma and the inverse of trigamma: what the logarithm of a sample variance is made of.

/**
 * Both climb by their recurrence (Abramowitz and Stegun 6.3.5, 6.4.6) until the asymptotic series (6.3.18, 6.4.12) is exact to the last digits.
 * At 12 the first term that is left out is below 1e-17.
 */
const SERIES_FROM = 12;

/** Bernoulli numbers B2, B4, ... B14. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];

/** The derivative of the logarithm of the gamma function, for x > 0. */
export function digamma(x: number): number {
  mustBePositive('digamma', x);
  let below = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) below += 1 / at;
  const square = 1 / (at * at);
  const series = BERNOULLI.reduceRight((sum, b, index) => (sum + b / (2 * index + 2)) * square, 0);
  return Math.log(at) - 1 / (2 * at) - series - below;
}

/** The derivative of digamma, for x > 0. */
export function trigamma(x: number): number {
  mustBePositive('trigamma', x);
  let below = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) below += 1 / (at * at);
  const square = 1 / (at * at);
  const series = BERNOULLI.reduceRight((sum, b) => (sum + b) * square, 0);
  return below + (1 + 1 / (2 * at) + series) / at;
}

/**
 * The x > 0 with trigamma(x) = y, for y > 0. Newton's method on 1 / trigamma, which is convex and nearly a line, from 1/2 + 1/y: it
 * approaches from one side and cannot leave the domain (Smyth 2004, appendix).
 */
export function inverseTrigamma(y: number): number {
  mustBePositive('the inverse of trigamma', y);
  // Beyond these, one term of either series is all that a double holds.
  if (y > 1e15) return 1 / Math.sqrt(y);
  if (y < 1e-15) return 1 / y;
  let x = 0.5 + 1 / y;
  for (let step = 0; step < 100; step++) {
    const value = trigamma(x);
    const change = (value * (1 - value / y)) / tetragamma(x);
    x += change;
    if (Math.abs(change) <= 1e-15 * x) return x;
  }
  return x;
}

/** The derivative of trigamma, always negative. It only steers Newton's method. */
function tetragamma(x: number): number {
  let below = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) below += 2 / at ** 3;
  const square = 1 / (at * at);
  const series = BERNOULLI.reduceRight((sum, b, index) => (sum + (2 * index + 3) * b) * square, 0);
  return -below - (1 + 1 / at + series) * square;
}

function mustBePositive(name: string, x: number): void {
  if (!(x > 0)) throw new RangeError(`${name} is not defined here at ${x}`);
}
