// What the contract says of one request: how long it waits.

/**
 * In microseconds after the first request: none for the burst, then one refill more for each.
 * @param {Readonly<Record<string, unknown>>} params
 * @param {number} id
 */
export function waitUs({ burst, refillMs }, id) {
  return Math.max(0, id - Number(burst) + 1) * Number(refillMs) * 1000;
}
