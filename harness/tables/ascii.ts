// `--ascii`: each sign that a plain terminal may not have becomes one that it has, one for one, so that columns stay.

const SIGNS: Readonly<Record<string, string>> = {
  '≠': '#',
  '▲': '^',
  '▼': 'v',
  '≈': '~',
  '✓': '+',
  '✕': 'x',
  '–': '-',
  '−': '-',
  '…': '~',
  '·': '|',
  '×': 'x',
  µ: 'u',
  '\u202f': ' ',
  '’': "'",
  '█': '#',
  '░': '.',
  '▁': '_',
  '▂': '_',
  '▃': '.',
  '▄': '-',
  '▅': '-',
  '▆': '=',
  '▇': '=',
};

/** What has no such sign becomes `?`. */
export function toAscii(text: string): string {
  return text.replace(/\P{ASCII}/gu, (sign) => SIGNS[sign] ?? '?');
}
