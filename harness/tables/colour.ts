// Colour in the terminal, and when to have none. The only place that makes escape sequences.
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

export type Shade = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
/** Paints text, or gives it back as it is. */
export type Paint = (shade: Shade, text: string) => string;

export const plainPaint: Paint = (_, text) => text;

export function makePaint(enabled: boolean): Paint {
  return enabled ? (shade, text) => `${mark(SHADES[shade][0])}${text}${mark(SHADES[shade][1])}` : plainPaint;
}

/** What turns a shade on and off, as Node's own `styleText` has it. */
const SHADES: Readonly<Record<Shade, readonly [number, number]>> = {
  bold: colourOf('bold'),
  dim: colourOf('dim'),
  red: colourOf('red'),
  green: colourOf('green'),
  yellow: colourOf('yellow'),
  cyan: colourOf('cyan'),
};

function colourOf(shade: Shade): readonly [number, number] {
  const [on, off] = inspect.colors[shade] ?? [];
  if (on === undefined || off === undefined) throw new Error(`Node knows no ${shade}`);
  return [on, off];
}

/**
 * Until it is written, a colour is a mark that no text of others can contain, because it is another one in each process: so what others wrote
 * as an escape sequence is none of ours (`terminal-text.ts`).
 */
const NONCE = randomBytes(6).toString('hex');
const mark = (code: number): string => `\u{10fffe}${NONCE}${code}\u{10ffff}`;
const MARK = new RegExp(`\u{10fffe}${NONCE}(\\d+)\u{10ffff}`, 'u');

/** The escape sequence of a mark. */
export const coloured = (code: string): string => `\u001b[${code}m`;

/** A painted text in its parts. */
export function separated(
  text: string,
): readonly { readonly kind: 'text' | 'colour'; readonly text: string }[] {
  return text.split(MARK).map((part, i) => ({ kind: i % 2 === 0 ? 'text' : 'colour', text: part }));
}

/** For one stream: `FORCE_COLOR` wins (but for `0`), then `NO_COLOR` and a dumb terminal, then whether it is a terminal at all. */
export function wantsColour(
  environment: Readonly<Record<string, string | undefined>>,
  isTty: boolean,
): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = environment;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return isTty && term !== 'dumb';
}

/** How many cells of the terminal a text takes. Our own texts have no wide characters; names that have are cut early, not late. */
export function cellsOf(text: string): number {
  return Array.from(
    text
      .split(MARK)
      .filter((_, i) => i % 2 === 0)
      .join(''),
  ).length;
}
