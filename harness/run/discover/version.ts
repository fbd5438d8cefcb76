// Versions as interpreters print them, and which of two is older.

/** The numbers of `20.19.4`, `v24.1`, `3.14.0rc1`; null for anything else. */
export function parseVersion(text: string): { text: string; numbers: readonly number[] } | null {
  const match = /^v?((\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?([A-Za-z0-9.+-]{0,40}))$/.exec(text.trim());
  if (match === null) return null;
  const [, whole, major, minor, patch] = match;
  return { text: whole ?? '', numbers: [Number(major), Number(minor), Number(patch ?? 0)] };
}

/** Whether version `a` is older than `b`, by their numbers. */
export function isOlder(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
