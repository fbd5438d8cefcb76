// The escaping tagged template: the only way in which text becomes markup.

const markup: unique symbol = Symbol('markup');

/** Markup that is safe to put into the page. Nothing parsed from JSON can look like it: it has no symbols. */
export interface Html {
  readonly [markup]: string;
}
export type Part = Html | string | number | null | readonly Part[];

/** Text between tags and inside quoted attribute values is escaped; `null` is nothing; lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  let out = strings[0] ?? '';
  values.forEach((value, index) => {
    out += render(value) + (strings[index + 1] ?? '');
  });
  return { [markup]: out };
}

/** Markup that this program made by other means: the style sheet, the script, the encoded data. Never for text from a result. */
export function trusted(text: string): Html {
  return { [markup]: text };
}

export function markupOf(value: Html): string {
  return value[markup];
}

/** For text and for quoted attribute values. Characters that would act instead of show become visible ones. */
export function escapeHtml(text: string): string {
  return text.replace(ACTIVE, (character) => ESCAPES[character] ?? visible(character));
}

/** An id and a fragment from any text: different texts give different ids. */
export function anchor(prefix: string, ...texts: readonly string[]): string {
  const safe = texts.map((text) =>
    text.replace(/[^A-Za-z0-9._-]/gu, (character) => `~${(character.codePointAt(0) ?? 0).toString(16)}~`),
  );
  return [prefix, ...safe].join('~~');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};
/** The five of HTML, the backtick, control characters but tab and line feed, and marks that hide, or turn the direction of text. */
const ACTIVE = /[&<>"'`]|[^\P{Cc}\t\n]|[\p{Cf}\u2028\u2029]|\p{Surrogate}/gu;

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return `&lt;U+${code.toString(16).toUpperCase().padStart(4, '0')}&gt;`;
}

function render(value: Part): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if (isList(value)) return value.map(render).join('');
  return value[markup];
}

function isList(value: Html | readonly Part[]): value is readonly Part[] {
  return Array.isArray(value);
}
