// Tests that no text of a result can become markup.
import { expect, test } from 'vitest';
import { HOSTILE_TEXTS, suffixer } from '../testing/hostile.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { escapeHtml } from './html.ts';
import { renderReport } from './page.ts';

const withSuffix = suffixer(sampleResult());
const ASSETS = { script: 'void 0;', style: 'p{color:red}' };

/** Element and attribute names in order: what a parser would see, with all text and all values left out. */
function skeleton(page: string): string[] {
  return [...page.matchAll(/<(\/?[a-zA-Z!][^\s>]*)((?:\s+[^\s=>"']+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    (tag) => `${tag[1]}${(tag[2] ?? '').replace(/="[^"]*"/g, '')}`,
  );
}

test('a result full of hostile texts makes the same elements as a harmless one', () => {
  const harmless = skeleton(renderReport(withSuffix('x'), ASSETS));
  expect(harmless.length).toBeGreaterThan(1000);
  for (const text of HOSTILE_TEXTS) {
    const page = renderReport(withSuffix(text), ASSETS);
    expect([text, skeleton(page)]).toEqual([text, harmless]);
  }
});

test('hostile texts are shown as they are, in the headline, the tables and the evidence', () => {
  const [text = ''] = HOSTILE_TEXTS;
  const page = renderReport(withSuffix(text), ASSETS);
  expect(page.split(escapeHtml(text)).length).toBeGreaterThan(400);
  expect(page.replace(/<script type="application\/json"[\s\S]*?<\/script>/, '')).not.toContain(text);
});

test('the comparison of elements notices a text that became markup', () => {
  expect(skeleton('<p title="a">b</p>')).not.toEqual(skeleton('<p title="a" onclick="c">b</p>'));
  expect(skeleton('<p>b</p>')).not.toEqual(skeleton('<p><i>b</i></p>'));
});
