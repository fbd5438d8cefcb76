// Tests of the escaping template.
import { expect, test } from 'vitest';
import { anchor, escapeHtml, html, markupOf, trusted } from './html.ts';

test('text is escaped between tags and in attributes, markup is not', () => {
  const inner = html`<b>${'<i>'}</b>`;
  expect(markupOf(html`<p title="${'"\'&`'}">${[inner, null, 7]}</p>`)).toBe(
    '<p title="&quot;&#39;&amp;&#96;"><b>&lt;i&gt;</b>7</p>',
  );
  expect(markupOf(trusted('<br>'))).toBe('<br>');
});

test('characters that act instead of show become visible', () => {
  expect(escapeHtml('a\u0000b\u001b[31m\r')).toBe('a\u2400b\u241b[31m\u240d');
  expect(escapeHtml('abc\u202egpj.exe')).toBe('abc&lt;U+202E&gt;gpj.exe');
  expect(escapeHtml('\ud800')).toBe('&lt;U+D800&gt;');
  expect(escapeHtml('tab\tline\n\u00e9\u{1f600}')).toBe('tab\tline\n\u00e9\u{1f600}');
});

test('something that was parsed can not pass for markup', () => {
  const forged: unknown = JSON.parse('{"markup":"<script>"}');
  expect(markupOf(html`${String(forged)}`)).toBe('[object Object]');
});

test('different texts have different anchors, all of safe characters', () => {
  const texts = ['a b', 'a~20~b', 'a/b', 'A', 'a', '\u00e4', '', '"', 'a_b', 'a.b'];
  const anchors = texts.map((text) => anchor('x', text));
  expect(new Set(anchors).size).toBe(texts.length);
  for (const id of anchors) expect(id).toMatch(/^[\w.~-]+$/);
  expect(anchor('x', 'a', 'b')).not.toBe(anchor('x', 'a~~b'));
});
