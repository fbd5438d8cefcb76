// Badges about the newest run: the JSON that shields.io reads, and a drawing of our own that needs no service.
import { html, markupOf } from '../html/html.ts';
import type { RunSummary } from '../history/run-summary.ts';

/** `good`: all holds. `bad`: something does not. `open`: nothing was said. */
type Tone = 'good' | 'bad' | 'open';

export interface Badge {
  readonly label: string;
  readonly message: string;
  readonly tone: Tone;
}

/** `conformance 148/148`. A listed divergence is kept apart: it is explained, and it is no equivalence. What an interrupted run did not judge is no failure. */
export function conformanceBadge(newest: RunSummary | null): Badge {
  const label = 'conformance';
  if (newest === null || newest.judged === 0) return { label, message: 'no run', tone: 'open' };
  const { kept, known, broken, judged } = newest;
  const unknown = judged - kept - known - broken;
  const parts = [
    `${kept}/${judged}`,
    ...(known === 0 ? [] : [`${known} known`]),
    ...(unknown === 0 ? [] : [`${unknown} not judged`]),
  ];
  return { label, message: parts.join(', '), tone: broken > 0 ? 'bad' : unknown > 0 ? 'open' : 'good' };
}

/** `regressions` is the number confirmed against the run before; null where there is no run before it. */
export function regressionBadge(regressions: number | null): Badge {
  const label = 'speed';
  if (regressions === null) return { label, message: 'not compared', tone: 'open' };
  if (regressions === 0) return { label, message: 'no confirmed regressions', tone: 'good' };
  const message = `${regressions} confirmed regression${regressions === 1 ? '' : 's'}`;
  return { label, message, tone: 'bad' };
}

/** White on each of them has a contrast of 4.5:1 or better. */
const COLOURS: Readonly<Record<Tone, string>> = { good: '#1a6e3c', bad: '#a04000', open: '#59626a' };

/** The endpoint form of shields.io. */
export function badgeJson({ label, message, tone }: Badge): string {
  return `${JSON.stringify({ schemaVersion: 1, label, message, color: COLOURS[tone].slice(1) })}\n`;
}

/** Wide enough for any font: the texts are told how wide to be. */
const CHARACTER = 6.6;
const PADDING = 12;

export function badgeSvg({ label, message, tone }: Badge): string {
  const [left = 0, right = 0] = [label, message].map((text) => Math.round(text.length * CHARACTER) + PADDING);
  const text = (words: string, from: number, width: number) =>
    html`<text x="${from + width / 2}" y="14" textLength="${width - PADDING}">${words}</text>`;
  return markupOf(html`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${message}"><title>${label}: ${message}</title><rect width="${left + right}" height="20" rx="3" fill="#3a4046"/><path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${COLOURS[tone]}"/><g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(label, 0, left)}${text(message, left, right)}</g></svg>
`);
}
