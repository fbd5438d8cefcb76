// The part of README.md that shows one run: its marks, and how large its picture may be. `scripts/readme.mjs` writes it, a test reads it.

export const README_BEGIN = '<!-- of one run: npm run readme -- <run> -->';
export const README_END = '<!-- end of that run -->';

/** Of the picture: a README is often read over a slow line. */
export const MOST_PICTURE_BYTES = 200_000;

/** Where the part begins and ends, without its marks. Null: they are not both there, in this order. */
export function readmeBlock(readme: string): { readonly from: number; readonly to: number } | null {
  const from = readme.indexOf(README_BEGIN) + README_BEGIN.length;
  const to = readme.indexOf(README_END);
  return from < README_BEGIN.length || to < from ? null : { from, to };
}
