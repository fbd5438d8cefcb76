// The search for the smallest counterexample of one divergence, over a rerunner that answers by the parameters alone.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Step } from '../../contract/plan.ts';
import type { Finding, KnownDivergence } from '../../contract/verdict.ts';
import { readBundle } from '../../store/bundle.ts';
import { fakeRuntime, fakeStep } from '../../testing/fake-runtime.ts';
import { roundRecord } from '../../testing/round-record.ts';
import { invocationRecord } from '../../testing/invocation-record.ts';
import type { Rerunner } from './rerun.ts';
import { shrinkDivergence } from './shrink-divergence.ts';
import type { ShrinkRequest } from './shrink-divergence.ts';

const FINDING: Finding = {
  rule: 'T1',
  class: 'missing',
  key: 0,
  index: 1,
  round: 3,
  invocation: 'u0-fake',
  text: 'one is missing',
  expected: [],
  observed: [],
};
const KNOWN: KnownDivergence = {
  id: 'known',
  runner: 'fake',
  versions: '',
  rule: 'T1',
  class: 'missing',
  styles: [],
  status: 'may-fail',
  reason: 'it is so',
  link: 'https://example.org',
};
const ROUND = roundRecord({ purpose: 'traced', record: 'full', endNs: 1 });

/** `T1` breaks with at least so many ticks; the steps that were run are remembered. */
function request(needed: number, steps: Step[], changes: Partial<ShrinkRequest> = {}): ShrinkRequest {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-shrink-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'run'));
  const rerunner: Rerunner = {
    runDirectory: join(folder, 'again'),
    async rerun(step) {
      steps.push(step);
      const { invocation, block } = step;
      const breaks = Number(block.set.params['ticks']) >= needed;
      const record = invocationRecord({ id: invocation, params: block.set.params, rounds: [ROUND] });
      const value = {
        invocation,
        proof: null,
        findings: breaks ? [{ ...FINDING, invocation }] : [],
        findingCount: breaks ? 1 : 0,
        rulesKept: [],
        rulesBroken: breaks ? ['T1'] : [],
      };
      return { record, judgement: { ok: true, value }, values: null };
    },
    close: async () => {},
  };
  const step = fakeStep();
  const set = { ...step.block.set, params: { periodMs: 1, ticks: 200 } };
  return {
    step: { ...step, block: { ...step.block, set } },
    drive: { traceLast: false, stall: false },
    finding: FINDING,
    runtime: fakeRuntime(),
    known: [],
    rerunner,
    goesOn: () => true,
    keep: {
      runDirectory: join(folder, 'run'),
      origin: { version: '0.1.0', run: { id: 'r', seed: 1, profile: 'quick' } },
    },
    ...changes,
  };
}

test('the smallest is found under the same seed, nonce and secret, with as many rounds as it took', async () => {
  const steps: Step[] = [];
  const asked = request(7, steps);
  const found = await shrinkDivergence(asked);
  expect(found).toMatchObject({ rule: 'T1', params: { periodMs: 1, ticks: 7 }, complete: true });
  const { seed, nonce, secret } = asked.step;
  for (const step of steps) {
    expect(step).toMatchObject({ seed, nonce, secret });
    expect(step.block.set.pacing).toEqual({ warmupMs: 0, measuredMs: 0, minimumRounds: 3 });
  }
  expect(new Set(steps.map(({ invocation }) => invocation)).size).toBe(steps.length);
});

test('its bundle lies with those of the run, and names no command that knows other sizes alone', async () => {
  const asked = request(7, []);
  const finding = (await shrinkDivergence(asked))?.finding;
  expect(finding?.reproduce).toBeUndefined();
  const read = readBundle(join(asked.keep.runDirectory, finding?.bundle ?? ''));
  expect(read).toMatchObject({ ok: true, value: { bundle: { record: { params: { ticks: 7 } } } } });
});

test('nothing is run where the scenario names nothing to make smaller, or no time is left', async () => {
  const steps: Step[] = [];
  const asked = request(1, steps, { goesOn: () => false });
  const { shrink: _, ...scenario } = asked.step.block.scenario;
  const rigid = { ...asked.step, block: { ...asked.step.block, scenario } };
  expect(await shrinkDivergence(asked)).toBeNull();
  expect(await shrinkDivergence(request(1, steps, { step: rigid }))).toBeNull();
  expect(steps).toEqual([]);
});

test('what a known divergence explains is no smaller form of an unexplained one', async () => {
  expect(await shrinkDivergence(request(7, [], { known: [KNOWN] }))).toBeNull();
});

test('where only the full size breaks it, there is no smaller one', async () => {
  expect(await shrinkDivergence(request(200, []))).toBeNull();
});
