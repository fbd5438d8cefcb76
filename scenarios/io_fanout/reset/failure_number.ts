// What all styles of io_fanout.reset share: one number for a failure, whatever the system called it.

/** Also what a connection has that ends within a message: what it was to say never comes. */
export const RESET = 1;
const REFUSED = 2;
/** Which of the two names of a reset a socket meets depends on whether it was reading or writing. */
const NAMES: Readonly<Record<string, number>> = { ECONNRESET: RESET, EPIPE: RESET, ECONNREFUSED: REFUSED };

/** Numbers of the system for what is neither begin at 1: they are moved out of the way. */
export function failureNumber(error: unknown): number {
  const { code, errno } = error as NodeJS.ErrnoException;
  return NAMES[code ?? ''] ?? 1000 + Math.abs(errno ?? 0);
}
