// The page and the Markdown of an atlas as text: what is foreign is escaped, links are those of the data, words are code.
import { expect, test } from 'vitest';
import type { Atlas } from '../../harness/contract/atlas.ts';
import { markupOf } from '../html/html.ts';
import { atlasMarkdown } from './atlas-markdown.ts';
import { renderAtlas } from './atlas-page.ts';
import { words } from './atlas-table.ts';

const HOSTILE = '<img src=x onerror=alert(1)>|"\'`</script>';
const ATLAS: Atlas = {
  schema: 'evenloop/atlas@1',
  tool: { name: 'evenloop', version: '0' },
  columns: [
    { id: 'red@1', runner: 'red', title: HOSTILE, version: '1', loop: null, observed: true },
    { id: 'red@2', runner: 'red', title: HOSTILE, version: '2', loop: null, observed: false },
  ],
  sections: [
    {
      id: 'made.up',
      title: HOSTILE,
      summary: HOSTILE,
      legend: HOSTILE,
      rows: [
        {
          id: 'made.up/T1',
          kind: 'rule',
          text: HOSTILE,
          cells: [
            { columns: ['red@1'], standing: 'kept', value: null, link: null },
            {
              columns: ['red@2'],
              standing: 'divergent',
              value: HOSTILE,
              link: null,
              divergences: [
                {
                  id: HOSTILE,
                  rule: 'T1',
                  class: 'late',
                  styles: [],
                  status: 'must-fail',
                  reason: HOSTILE,
                  link: 'https://example.org/a',
                  seen: null,
                },
              ],
            },
          ],
        },
      ],
      commands: { red: HOSTILE },
      others: [{ since: '0', as: [], values: { 'made.up/T1': HOSTILE } }],
    },
  ],
  observations: [],
};

test('nothing of the data becomes markup', () => {
  const page = renderAtlas(ATLAS, { script: '', style: '' }, null);
  expect(page).not.toContain('<img');
  expect(page.match(/<script/g)?.length).toBe(1);
  expect(page).toContain('keeps T1');
  expect(page).toContain('https://example.org/a');
});

test('an asset that would end its own element is refused', () => {
  expect(() => renderAtlas(ATLAS, { script: '"</script>"', style: '' }, null)).toThrow(/script of the atlas/);
});

test('what stands between backticks is code', () => {
  expect(markupOf(words('a `b` c'))).toBe('a <code>b</code> c');
});

test('a bar in a text does not end a cell of the Markdown', () => {
  const line = atlasMarkdown(ATLAS, 'make')
    .split('\n')
    .find((each) => each.startsWith('| `T1`'));
  expect(line?.replaceAll('\\|', '').split('|').length).toBe(5);
});
