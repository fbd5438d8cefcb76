// Colour in the terminal, and when to have none. The only place that makes escape sequences.
import { stripVTControlCharacters, styleText } from 'node:util';

export type Shade = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
/** Paints text, or gives it back as it is. */
export type Paint = (shade: Shade, text: string) => string;

export const plainPaint: Paint = (_, text) => text;

export function makePaint(enabled: boolean): Paint {
  // The stream is not ours to ask here: `wantsColour` decided.
  return enabled ? (shade, text) => styleText(shade, text, { validateStream: false }) : plainPaint;
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
  return Array.from(stripVTControlCharacters(text)).length;
}
