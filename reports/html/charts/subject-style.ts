// How each subject is drawn, on every chart and in every legend: the one colour and dash map.

interface SubjectStyle {
  readonly light: string;
  readonly dark: string;
  /** Lengths of strokes and gaps in pixels; empty is a solid line. */
  readonly dash: readonly number[];
}

/**
 * Okabe-Ito hues, darker on light ground and lighter on dark, all at 5:1 or better. Their luminances are close, so in
 * greyscale only the dashes distinguish them.
 */
const HUES: readonly (readonly [string, string])[] = [
  ['#0072B2', '#56B4E9'],
  ['#B34700', '#E69F00'],
  ['#007A5A', '#2FC79A'],
  ['#9B4F82', '#E39AC8'],
  ['#6B5B00', '#E8D94A'],
  ['#4A5560', '#C3CCD6'],
];
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4]];

/** The look of the subject that stands at this place in the order of subjects. No two of the first 36 are equal. */
export function subjectStyle(index: number): SubjectStyle {
  const turn = Math.floor(index / HUES.length);
  const [light, dark] = HUES[index % HUES.length] ?? ['#000000', '#ffffff'];
  return { light, dark, dash: DASHES[(index + turn) % DASHES.length] ?? [] };
}

/** Rules for the swatches of legends: `look-0`, `look-1`, .. */
export function subjectStyleSheet(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const { light, dark, dash } = subjectStyle(index);
    const pattern = dash.length === 0 ? '' : `;stroke-dasharray:${dash.join(' ')}`;
    return `.look-${index}{stroke:light-dark(${light},${dark})${pattern}}`;
  }).join('');
}
