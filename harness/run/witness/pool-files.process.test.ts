// Tests of the FIFOs of `pool`: readers are held until they are let go, a few of them all at once, and each gets its own bytes.
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { POOL_PHASE, slowContent } from '../../contract/peer-stimulus.ts';
import type { WitnessContext } from './context.ts';
import { openPoolFiles } from './pool-files.ts';
import type { ArmedWitness } from './port.ts';

let directory: string;
let witness: ArmedWitness;

async function arm(patienceMs: number): Promise<void> {
  const context = { secret: 4242, directory, patienceMs, now: () => 0 } as WitnessContext;
  witness = await openPoolFiles({ kind: 'pool', few: 2, many: 3, bytes: 16 }, context);
  await witness.beforeRound(5, true);
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenloop-pool-'));
});

afterEach(async () => {
  await witness.disarm();
  rmSync(directory, { recursive: true });
});

async function knock(): Promise<void> {
  const endpoint = witness.endpoints['peer'];
  if (endpoint?.kind !== 'tcp') throw new Error('no gate');
  const gate = connect(endpoint.port, endpoint.host).resume();
  await new Promise((resolve) => gate.once('end', resolve));
}

const slow = (index: number): Promise<Buffer> => readFile(join(directory, `slow-${index}`));
const content = (phase: number, index: number): Buffer => Buffer.from(slowContent(4242, 5, phase, index, 16));

test('the few are held until all of them are there, the many go one by one, and each gets bytes of its own', async () => {
  await arm(60_000);
  const few = [slow(0), slow(1)];
  await knock();
  expect(await Promise.all(few)).toEqual([content(POOL_PHASE.few, 0), content(POOL_PHASE.few, 1)]);
  const many = [slow(0), slow(1), slow(2)];
  await knock();
  expect(await Promise.all(many)).toEqual([0, 1, 2].map((index) => content(POOL_PHASE.many, index)));
  expect(await readFile(join(directory, 'small'))).toEqual(content(POOL_PHASE.small, 0));
  expect(await witness.afterRound()).toEqual({ kind: 'pool', together: 2, released: 5 });
});

test('a call that never comes is missed', async () => {
  await arm(50);
  const only = slow(0);
  await knock();
  await only;
  expect(await witness.afterRound()).toEqual({ kind: 'pool', together: 1, released: 1 });
});
