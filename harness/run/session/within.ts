// Waits for a promise, with a time limit.

/** True when `promise` settled within the limit and before `stop` was aborted. Leaves no timer behind. */
export async function within(
  promise: Promise<unknown>,
  limitMs: number,
  stop?: AbortSignal,
): Promise<boolean> {
  let giveUp = (): void => {};
  const limit = new Promise<boolean>((resolve) => {
    giveUp = () => resolve(false);
  });
  const timer = setTimeout(giveUp, limitMs);
  if (stop?.aborted === true) giveUp();
  stop?.addEventListener('abort', giveUp);
  try {
    return await Promise.race([promise.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener('abort', giveUp);
  }
}
