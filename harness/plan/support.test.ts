// What a runtime has is what its runner names; a scenario's table only explains the gaps.
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import type { Scenario } from '../contract/scenario.ts';
import { plainRuntime } from '../testing/fake-runtime.ts';
import { stylesOf, subjectsOf, whyUnsupported } from './support.ts';

const { styles: _, ...BARE } = sleepLoop;
const bare: Scenario = { ...BARE, id: 'timers.bare' };
const GO = {
  ...plainRuntime('go', 'go', 'goroutines', []),
  offers: [
    { id: 'timers.bare', styles: ['goroutines'] },
    { id: 'other.scenario', styles: ['callbacks', 'goroutines', 'channels'] },
  ],
};

test('styles come in the order of the manifest, then as the runner names them; each once', () => {
  expect(stylesOf(GO)).toEqual(['goroutines', 'callbacks', 'channels']);
  const ordered = { ...GO, manifest: { ...GO.manifest, styles: ['channels', 'nobody', 'goroutines'] } };
  expect(stylesOf(ordered)).toEqual(['channels', 'goroutines', 'callbacks']);
  expect(subjectsOf([{ ...GO, offers: [] }]).map(({ id }) => id)).toEqual(['go/goroutines']);
});

test('a workload that the runner names is supported, whatever the scenario says of it', () => {
  expect(whyUnsupported(bare, GO, 'goroutines')).toBeNull();
  const denied: Scenario = { ...bare, styles: { go: { goroutines: { unsupported: 'nobody can' } } } };
  expect(whyUnsupported(denied, GO, 'goroutines')).toBeNull();
});

test('a gap is explained by language and style, by language, or by style, else by what the runner does not name', () => {
  const why = (styles: Scenario['styles']) =>
    whyUnsupported({ ...bare, ...(styles === undefined ? {} : { styles }) }, GO, 'callbacks');
  const byStyle = { callbacks: { unsupported: 'no callback comes' } };
  expect(why(byStyle)).toBe('no callback comes');
  expect(why({ ...byStyle, go: { unsupported: 'no such thing in go' } })).toBe('no such thing in go');
  expect(why({ ...byStyle, go: { callbacks: { unsupported: 'both' } } })).toBe('both');
  expect(why({ ...byStyle, go: { callbacks: 'supported' } })).toBe('no callback comes');
  const unnamed = 'the runner go names no workload of timers.bare in the style callbacks';
  expect([why(undefined), why({ go: 'supported' }), why({ python: byStyle })]).toEqual([
    unnamed,
    unnamed,
    unnamed,
  ]);
});
