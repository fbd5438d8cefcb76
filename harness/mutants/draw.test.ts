// Victims come in the round in which their patch first acts, also where each round has other events.
import { expect, test } from 'vitest';
import { scenario as reset } from '../../scenarios/io_fanout/reset/scenario.ts';
import { fakeStep } from '../testing/fake-runtime.ts';
import { draw } from './draw.ts';
import { mixedMutants } from './catalogue/mixed.ts';

const trialOfReset = mixedMutants
  .find(({ id }) => id === 'MX5')
  ?.trials.find(({ scenario }) => scenario === reset.id);

test('a loss that begins in the third round takes an event that the third round has', () => {
  if (trialOfReset?.mixed?.in !== 'later-rounds')
    throw new Error('no mutant loses events of resets later on');
  const { after: round } = trialOfReset.mixed;
  const params = reset.profiles.smoke[0]?.params ?? {};
  const plain = fakeStep({ scenario: reset, params });
  for (let secret = 1; secret <= 200; secret++) {
    const step = { ...plain, secret };
    const [victim] = draw(trialOfReset, step, null).victims;
    const expected = [
      ...reset.expected({ ...step, params, round, traced: false, witness: null, runtime: null }),
    ];
    expect(expected).toContainEqual(
      expect.objectContaining({ kind: victim?.kind, key: victim?.key, id: victim?.id }),
    );
  }
});
