// Both emitters go through the steps as the harness expects them to.
import { expect, it } from 'vitest';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { ExpectedEvent } from '../../../harness/contract/scenario.ts';
import { open as openEvents } from './events.ts';
import { open as openPromises } from './promises.ts';
import { scenario } from './scenario.ts';

const PARAMS = { repeats: 2 };
const NAMES = ['', 'call', 'returned', 'caught'];

function recordingKit(nonce: string): { kit: Kit; events: ExpectedEvent[] } {
  const events: ExpectedEvent[] = [];
  const kit: Kit = {
    kinds: { call: 1, returned: 2, caught: 3 },
    nonce,
    seed: 0,
    directory: '',
    traced: true,
    round: 0,
    cancelled: false,
    emit(kind, key, id, digest) {
      events.push({ kind: NAMES[kind] ?? '', key, id, digest });
    },
    sample() {},
    now: () => 0,
    crc32: () => 0,
    endpoint: () => undefined,
    listening() {},
  };
  return { kit, events };
}

it.each([
  ['events', openEvents, '0123456789abcdef'],
  ['events', openEvents, 'ffffffff00000000'],
  ['promises', openPromises, '0123456789abcdef'],
  ['promises', openPromises, 'fedcba9876543210'],
] as const)('%s record what is expected, as many calls as operations', async (_, open, nonce) => {
  const { kit, events } = recordingKit(nonce);
  const context = { params: PARAMS, seed: 0, nonce, secret: 0, round: 0, traced: true, witness: null };
  expect(await open(PARAMS, kit).round()).toBe(scenario.operations(PARAMS));
  expect(events).toEqual([...scenario.expected({ ...context, runtime: null })]);
  expect(events.filter(({ kind }) => kind === 'call')).toHaveLength(scenario.operations(PARAMS));
});
