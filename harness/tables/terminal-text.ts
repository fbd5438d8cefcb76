// The one way of text to a terminal or a log: colours are those that `paint` made, and nothing else acts.
import { visibleLines } from '../contract/visible-text.ts';
import { coloured, separated } from './colour.ts';

/**
 * Programs of continuous integration take lines of a log for commands: GitHub `::name` at the start of a line and `##[name` anywhere, TeamCity
 * `##teamcity[`, Azure `##vso[`.
 */
const COMMAND_START = /^(\s*):(?=:[a-z])/gimu;
const COMMAND_ANYWHERE = /#(?=#(?:\[|vso\[|teamcity\[))/giu;

export function terminalText(text: string, signs: (text: string) => string = (same) => same): string {
  return separated(text)
    .map(({ kind, text: part }, i, all) => {
      if (kind === 'colour') return coloured(part);
      const shown = signs(visibleLines(part)).replaceAll(COMMAND_ANYWHERE, String.raw`\x23`);
      // What comes behind a colour does not begin a line, unless nothing but colours is before it.
      return beginsLine(all.slice(0, i).map((one) => (one.kind === 'text' ? one.text : '')))
        ? shown.replaceAll(COMMAND_START, String.raw`$1\x3a`)
        : withoutFirst(shown);
    })
    .join('');
}

const beginsLine = (before: readonly string[]): boolean => /(?:^|\n)\s*$/u.test(before.join(''));

/** Its first line is the rest of another one. */
function withoutFirst(text: string): string {
  const end = text.indexOf('\n') + 1;
  if (end === 0) return text;
  return text.slice(0, end) + text.slice(end).replaceAll(COMMAND_START, String.raw`$1\x3a`);
}
