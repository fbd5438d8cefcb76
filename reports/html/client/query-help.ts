// The help on queries, beside the field of the filter.
import { FIELDS, FLAGS, NUMBERS } from '../../query/vocabulary.ts';
import { element } from './element.ts';

export function queryHelp(): HTMLElement {
  const entries = [
    ...Object.entries(FIELDS).map(([name, text]) => [`${name}:`, text]),
    ...Object.entries(FLAGS).map(([name, text]) => [`is:${name}`, text]),
    ...Object.entries(NUMBERS).map(([name, text]) => [`${name}>`, text]),
    ['count:1(\u2026)', 'holds for exactly one subject of the scenario'],
    ['and or ! ( )', 'terms side by side must both hold; any other word is searched everywhere'],
  ];
  const list = element(
    'dl',
    {},
    ...entries.map(([name = '', text = '']) =>
      element('div', {}, element('dt', {}, element('code', {}, name)), element('dd', {}, text)),
    ),
  );
  return element('details', { id: 'query-help' }, element('summary', {}, 'What a query may contain'), list);
}
