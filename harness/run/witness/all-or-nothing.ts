// Arming that fails half-way leaves nothing behind: what was opened until then is released.

/** The failure of arming is the one that is told, however the release ends. */
export async function allOrNothing<Armed>(
  arm: () => Promise<Armed>,
  release: () => Promise<void>,
): Promise<Armed> {
  try {
    return await arm();
  } catch (error) {
    await release().catch(() => {});
    throw error;
  }
}
