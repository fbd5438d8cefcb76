// Versions as interpreters print them, read as numbers and put in order.

/** The numbers of `20.19.4`, `v24.1`, `3.14.0rc1`; null for anything else. */
export function parseVersion(text: string): { text: string; numbers: readonly number[] } | null {
  const match = /^v?((\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?([A-Za-z0-9.+-]{0,40}))$/.exec(text.trim());
  if (match === null) return null;
  const [, whole, major, minor, patch] = match;
  return { text: whole ?? '', numbers: [Number(major), Number(minor), Number(patch ?? 0)] };
}

/** As many numbers as the text has: `20`, `3.13`, `v20.11.0`; 0 where there are none. What follows the numbers does not count. */
export function versionNumbers(text: string): readonly number[] {
  return (/\d+(?:\.\d+)*/.exec(text)?.[0] ?? '0').split('.').map(Number);
}

/** Below zero when version `a` is older than `b`, above when it is newer. Missing numbers are 0. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
