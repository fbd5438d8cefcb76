// Five hundred texts that would act on who shows them: control characters, marks of direction, commands to logs, markup, formulas. None does harm.

const SIGNS = [
  '\u0000',
  '\u0007',
  '\u0008\u0008\u0008',
  '\t',
  '\r',
  '\r\n',
  '\n',
  '\n\n',
  '\u000b\u000c',
  '\u001b[2J',
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://example.org\u001b\\',
  '\u007f',
  '\u0085',
  '\u009b1m',
  '\u00ad',
  '\u200b\u200d',
  '\u202e',
  '\u2066\u2069',
  '\u061c',
  '\u2028',
  '\ufeff',
  '\ud800',
  '\u{e0041}',
];

const WORDS = [
  'name',
  '::error file=a::b',
  '  ::add-mask::b',
  '::stop-commands::b',
  '##[error]b',
  '##[set-output name=a]b',
  '##vso[task.complete]b',
  "##teamcity[message text='b']",
  '<b title="a">b</b>',
  '\'"`',
  ']]>&amp;<!--',
  '=1+1',
  '+1',
  '-1',
  '@A1',
  '"} 1\nother{a="',
  '\\',
  '| a | `b` |',
  '[a](http://example.org)',
  '\u{10fffe}31\u{10ffff}',
];

/** Each sign before each word. */
export const HOSTILE_TEXTS: readonly string[] = SIGNS.flatMap((sign) =>
  WORDS.map((word) => `${sign}${word}`),
);

/** What acts on a terminal, a log or a reader, wherever it stands; line feeds are looked at by the line. */
const ACTING = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const COMMAND = /^\s*::[a-z]|##(?:\[|vso\[|teamcity\[)/imu;

/** The first character in a written text that acts, with what is around it; null: there is none. */
export const actingIn = (text: string): string | null => around(text, ACTING.exec(text));

/** The same of a terminal or a log, which take commands, too. `own`: sequences that are ours. */
export function actingInLog(text: string, own: RegExp): string | null {
  const plain = text.replaceAll(own, '');
  return around(plain, ACTING.exec(plain) ?? COMMAND.exec(plain));
}

function around(plain: string, found: RegExpExecArray | null): string | null {
  return found === null ? null : JSON.stringify(plain.slice(Math.max(0, found.index - 40), found.index + 40));
}
