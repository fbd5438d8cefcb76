// Tests that no text of a result can become markup.
import { expect, test } from 'vitest';
import { HOSTILE_TEXTS, suffixer } from '../testing/hostile.ts';
import { fullSample } from '../testing/full-sample.ts';
import { hostileCorpus } from '../testing/hostile-corpus.ts';
import { historyOf } from '../history/history.ts';
import { summaryOf } from '../history/run-summary.ts';
import { escapeHtml } from './html.ts';
import { renderReport } from './page.ts';

const withSuffix = suffixer(fullSample());
/** Little of everything: what is the same again in other scenarios needs no five hundred looks. */
const little = (() => {
  const full = fullSample();
  const some = (id: string): boolean =>
    ['file_watch.burst', 'ordering.defer', 'io_fanout.tcp_echo'].includes(id);
  return {
    ...full,
    scenarios: full.scenarios.filter(({ id }) => some(id)),
    cells: full.cells.filter(({ scenario }) => some(scenario)),
    comparisons: full.comparisons.filter(({ scenario }) => some(scenario)),
  };
})();
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

/** A page takes longer to make than its texts: so many of them go into one. */
const TOGETHER = 25;

test('five hundred more hostile texts make the same elements, in the run, in the one beside it and in its history', () => {
  const change = suffixer(little);
  const page = (text: string): string => {
    const result = change(text);
    const history = historyOf([summaryOf(result, 'a'), summaryOf(result, 'b')], () => [
      { index: 1, confidence: 0.9 },
    ]);
    return renderReport(result, ASSETS, { against: change(`${text}!`), history });
  };
  const harmless = skeleton(page('x'));
  const corpus = hostileCorpus();
  expect(corpus.length).toBeGreaterThanOrEqual(500);
  expect(harmless).toContain('h3 id');
  for (const text of corpus) expect(escapeHtml(text)).not.toMatch(/[<>"'`]/);
  for (let at = 0; at < corpus.length; at += TOGETHER) {
    const text = corpus.slice(at, at + TOGETHER).join(' ');
    expect([text, skeleton(page(text))]).toEqual([text, harmless]);
  }
});

test('hostile texts are shown as they are, in the headline, the tables and the evidence', () => {
  const [text = ''] = HOSTILE_TEXTS;
  const page = renderReport(withSuffix(text), ASSETS);
  expect(page.split(escapeHtml(text)).length).toBeGreaterThan(400);
  expect(page).not.toContain(text);
});

test('the comparison of elements notices a text that became markup', () => {
  expect(skeleton('<p title="a">b</p>')).not.toEqual(skeleton('<p title="a" onclick="c">b</p>'));
  expect(skeleton('<p>b</p>')).not.toEqual(skeleton('<p><i>b</i></p>'));
});
