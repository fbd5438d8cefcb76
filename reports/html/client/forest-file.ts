// The intervals of the verdict table as a drawing of its own: an SVG file that needs no style sheet.
import type { ChartData, RowFacts } from '../charts/chart-data.ts';
import { ratioAxis } from '../charts/axis.ts';
import { formatRatio, formatRatioInterval } from '../../words/format.ts';
import { html, markupOf } from '../html.ts';
import type { Html } from '../html.ts';
import { CHANGE_WORDS, COMPARISON_WORDS, CONFORMANCE_WORDS } from '../../words/verdict-words.ts';

const WORDS = { ...CONFORMANCE_WORDS, ...CHANGE_WORDS, ...COMPARISON_WORDS };
const ROW_PX = 22;
const HEAD_PX = 46;
const NAMES_PX = 430;
const PLOT_PX = 420;
const NUMBERS_PX = 250;

/** Only ratios: differences of several units have no axis in common. Null where there is none. */
export function forestFile(data: ChartData, rows: readonly RowFacts[]): string | null {
  const drawn = rows.filter((row) => row.scale === 'ratio' && row.estimate !== null);
  if (drawn.length === 0) return null;
  const axis = ratioAxis(drawn.flatMap(({ estimate, low, high }) => [estimate ?? 1, low ?? 1, high ?? 1]));
  const at = (value: number): string => (NAMES_PX + (axis.at(value) / 100) * PLOT_PX).toFixed(1);
  const height = HEAD_PX + drawn.length * ROW_PX + 10;
  const ticks = axis.ticks.map(
    ({ value, label }) =>
      html`<line x1="${at(value)}" x2="${at(value)}" y1="${HEAD_PX - 6}" y2="${height - 6}" stroke="${value === axis.neutral ? '#59626a' : '#e0ddd7'}"/><text x="${at(value)}" y="${HEAD_PX - 12}" text-anchor="middle" fill="#59626a">${label}</text>`,
  );
  return markupOf(html`<svg xmlns="http://www.w3.org/2000/svg" width="${NAMES_PX + PLOT_PX + NUMBERS_PX}" height="${height}" font-family="sans-serif" font-size="12"><title>Intervals of ${data.run}</title><rect width="100%" height="100%" fill="#ffffff"/>
<text x="8" y="16" font-weight="bold">${data.run}: ratios to the reference</text>
${ticks}
${drawn.map((row, index) => rowDrawing(row, HEAD_PX + (index + 0.5) * ROW_PX, at, data))}
</svg>
`);
}

function rowDrawing(row: RowFacts, y: number, at: (value: number) => string, data: ChartData): Html {
  const { estimate, low, high } = { estimate: row.estimate ?? 1, low: row.low ?? 1, high: row.high ?? 1 };
  const { word, glyph } = WORDS[row.verdict];
  const scenario = data.scenarios[row.scenario]?.title ?? '';
  const name = `${scenario} ${row.set}, ${row.metric}, ${data.subjects[row.subject] ?? ''}`;
  const numbers = `${formatRatio(estimate, low, high)} ${formatRatioInterval(estimate, low, high)} ${glyph} ${word}`;
  const clipped = name.length > 68 ? `${name.slice(0, 67)}\u2026` : name;
  return html`<text x="8" y="${y + 4}">${clipped}</text><line x1="${at(low)}" x2="${at(high)}" y1="${y}" y2="${y}" stroke="#1c2024" stroke-width="2"/><circle cx="${at(estimate)}" cy="${y}" r="3.5"/><text x="${NAMES_PX + PLOT_PX + 12}" y="${y + 4}">${numbers}</text>
`;
}
