// What a machine refuses costs just the scenarios that need it, and is told once for each thing, with what mends it.
import { expect, test, vi } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import { needsOf } from './needs.ts';
import type { Probes } from './preflight.ts';
import { preflight, REAL_PROBES } from './preflight.ts';

const chosen = scenarios.filter(({ id }) =>
  ['file_watch.modify', 'file_watch.tree', 'io_fanout.tcp_echo', 'timers.equal'].includes(id),
);
const GRANTED = { openFiles: 4096, watches: 65_536, watchInstances: 128, watchInstancesUsed: 0 };
const probes = (over: Partial<Probes> = {}): Probes => ({
  watch: () => Promise.resolve({ ms: 1 }),
  loopback: () => Promise.resolve({ ms: 1 }),
  limits: () => GRANTED,
  ...over,
});

async function refusedBy(over: Partial<Probes>): Promise<[string[], string[]]> {
  const { refused, failures } = await preflight(chosen, '/watched', probes(over));
  return [[...refused].sort(), failures.map(({ code, cause, next }) => [code, cause, next].join(' | '))];
}

test('a machine that grants everything refuses nothing, also a slow one', async () => {
  expect(await refusedBy({})).toEqual([[], []]);
  expect(await refusedBy({ loopback: () => Promise.resolve({ ms: 900 }) })).toEqual([[], []]);
});

test('without loopback, what talks to a witness is not run', async () => {
  const [refused, told] = await refusedBy({ loopback: () => Promise.resolve({ trouble: 'ENETUNREACH' }) });
  expect(refused).toEqual(['file_watch.modify', 'file_watch.tree', 'io_fanout.tcp_echo']);
  expect(told).toEqual([
    expect.stringMatching(/^EL5001 \| This machine cannot run .*ENETUNREACH.* \| Bring loopback up/),
  ]);
});

test('with few inotify watches, what watches more directories than that is not run', async () => {
  const [refused, told] = await refusedBy({ limits: () => ({ ...GRANTED, watches: 3 }) });
  expect(refused).toEqual(['file_watch.tree']);
  expect(told).toEqual([expect.stringMatching(/file_watch\.tree\. A user may have 3 .*max_user_watches/)]);
});

test('with too few inotify instances, or without notices, nothing is watched, and each is told once', async () => {
  const watching = ['file_watch.modify', 'file_watch.tree'];
  const limits = () => ({ ...GRANTED, watchInstancesUsed: 127 });
  const watch = () => Promise.resolve({ trouble: 'no notice came within 2000 ms' });
  expect((await refusedBy({ limits }))[0]).toEqual(watching);
  expect((await refusedBy({ watch }))[0]).toEqual(watching);
  expect((await refusedBy({ limits, watch }))[1]).toHaveLength(2);
});

test('a machine is asked only for what somebody needs', async () => {
  const asked = probes({ watch: vi.fn(), loopback: vi.fn(), limits: vi.fn() });
  const timers = scenarios.filter(({ id }) => id === 'timers.equal');
  expect(await preflight(timers, '/watched', asked)).toEqual({ refused: new Set(), failures: [] });
  expect(asked.watch).not.toHaveBeenCalled();
  expect(asked.loopback).not.toHaveBeenCalled();
  expect(asked.limits).not.toHaveBeenCalled();
});

test('a folder that is not there sends no notices', async () => {
  const { refused } = await preflight(chosen, '/nonexistent/folder', {
    ...probes(),
    watch: REAL_PROBES.watch,
  });
  expect([...refused].sort()).toEqual(['file_watch.modify', 'file_watch.tree']);
});

test('every scenario that watches files needs watches', () => {
  const watching = scenarios.filter((scenario) => needsOf(scenario).watches > 0);
  expect(watching.map(({ family }) => family)).toEqual(watching.map(() => 'file_watch'));
  expect(watching.map(({ id }) => id).sort()).toEqual(
    scenarios
      .filter(({ family }) => family === 'file_watch')
      .map(({ id }) => id)
      .sort(),
  );
});
