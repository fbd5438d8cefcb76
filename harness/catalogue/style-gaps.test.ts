// Styles that have neither a workload nor a reason, or both.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { styleGaps } from './style-gaps.ts';

const NODE = {
  runner: 'node',
  language: 'javascript',
  styles: ['promises', 'events'],
  offered: ['promises'],
};
const REASON = { unsupported: 'there is nothing to listen to' };
const gaps = (
  styles: (typeof sleepLoop)['styles'],
  runner = NODE,
  further: (typeof NODE)[] = [],
): string[] => {
  const { styles: _, ...bare } = sleepLoop;
  return styleGaps(styles === undefined ? bare : { ...bare, styles }, [runner, ...further]).map(
    ({ file, text }) => `${file} ${text}`,
  );
};

test('a style without a workload needs a reason: of the style, of the language, or of both', () => {
  expect(gaps(undefined)).toEqual(['events has no workload for node, and `styles` gives no reason']);
  expect(gaps({ events: REASON })).toEqual([]);
  expect(gaps({ javascript: { events: REASON } })).toEqual([]);
  expect(gaps({ javascript: REASON }, { ...NODE, offered: [] })).toEqual([]);
  expect(gaps({ python: REASON })).toHaveLength(1);
});

test('a reason must say something', () => {
  expect(gaps({ events: { unsupported: 'no' } })).toEqual(['events has a reason that says nothing: "no"']);
});

test('a workload and a reason, or a promise and no workload, are gaps', () => {
  expect(gaps({ events: REASON, promises: REASON })).toEqual([
    'promises has a workload for node, and a reason why it has none: there is nothing to listen to',
  ]);
  expect(gaps({ javascript: { events: 'supported' } })).toEqual([
    'events is declared as supported, and node finds no workload',
  ]);
});

test('a further version of a runtime does not repeat it', () => {
  expect(gaps(undefined, NODE, [{ ...NODE, runner: 'bun' }])).toHaveLength(1);
});
