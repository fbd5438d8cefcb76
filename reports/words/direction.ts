// Which way a metric is better, in words.

export const directionOf = ({ better }: { readonly better: 'lower' | 'higher' | null }): string =>
  better === null ? 'its direction is unknown' : `${better} is better`;
