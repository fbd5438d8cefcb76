// Text of others, made so that it only shows: what would act, hide or turn the direction of text is written out.

/** Control characters, line separators, marks of direction, invisible characters and halves of surrogate pairs. */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
const ACTING_BUT_NEWLINES = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** On one line: `\n`, `\x1b`, `\u{202e}`. */
export function visibleText(text: string): string {
  return text.replaceAll(ACTING, escaped);
}

/** Of a text that has lines of its own: they stay. */
export function visibleLines(text: string): string {
  return text.replaceAll(ACTING_BUT_NEWLINES, escaped);
}

/** Every text in a value, names of fields included. */
export function visibleIn<Value>(value: Value): Value {
  return mapped(value) as Value;
}

function mapped(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return value.map(mapped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [visibleText(name), mapped(one)]));
}

/** JSON in which no character acts on who looks at it, a log of continuous integration included: what does is an escape, and the value is the same. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent)
    .replaceAll(ACTING_BUT_NEWLINES, unicode)
    .replaceAll(/#(?=#)/g, unicode);
}

/** In a text of JSON there is no other place for them, and lone halves are escapes already. */
const unicode = (character: string): string =>
  Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\r': '\\r', '\n': '\\n' };

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return (
    SHORT[character] ??
    (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`)
  );
}
