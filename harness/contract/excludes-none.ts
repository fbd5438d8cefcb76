// Where "no difference" lies on the two scales of comparison, and whether an interval excludes it.

/** Does the interval exclude that there is no difference at all? */
export function excludesNone(
  scale: 'ratio' | 'difference',
  { low, high }: { readonly low: number; readonly high: number },
): boolean {
  const none = scale === 'ratio' ? 1 : 0;
  return low > none || high < none;
}
