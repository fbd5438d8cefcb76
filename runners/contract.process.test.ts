// The protocol contract on every runtime of this machine, of every manifest found: the probe, the end of stdin, and every workload that its runner names, once, under the real witness.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../harness/contract/plan.ts';
import type { Runtime } from '../harness/contract/runner-manifest.ts';
import { styleTableOf } from '../harness/contract/scenario.ts';
import type { Scenario } from '../harness/contract/scenario.ts';
import { readTrail } from '../harness/contract/trail.ts';
import { findAndAsk } from '../harness/orchestrate/prepare/find-runtimes.ts';
import { loadManifests } from '../harness/orchestrate/prepare/load-manifests.ts';
import { isMeant } from '../harness/plan/select.ts';
import { stylesOf, whyUnsupported } from '../harness/plan/support.ts';
import { harnessEpochNs } from '../harness/run/clock.ts';
import { shakeHands } from '../harness/run/session/handshake.ts';
import { invoke } from '../harness/run/invoke.ts';
import { LIMITS } from '../harness/run/session/limits.ts';
import { groupIsAlive } from '../harness/run/session/process-group.ts';
import { Session } from '../harness/run/session/session.ts';
import { spawnRunner } from '../harness/run/session/spawn-runner.ts';
import { startWitness } from '../harness/run/witness/host.ts';
import type { WitnessHost } from '../harness/run/witness/port.ts';
import { scenarios } from '../scenarios/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const WITNESS = join(ROOT, 'dist/harness/run/witness/main.js');
const IN_CI = process.env['CI'] !== undefined && process.env['CI'] !== '';

/** Others have known divergences, and a test of their own: `runners/others.process.test.ts`. */
const manifests = loadManifests(ROOT).manifests.filter(({ manifest }) => isMeant(manifest, []));
const { runtimes: all, refused } = await findAndAsk(ROOT, ['*']);
const runtimes = all.filter(({ runner }) => manifests.some(({ manifest }) => manifest.id === runner));
/** The runners of this package have all workloads that scenarios declare, and all capabilities. Others have what they name. */
const COMPLETE: ReadonlySet<string> = new Set(['node', 'python']);
const isComplete = ({ runner }: Runtime): boolean => COMPLETE.has(runner);

/** So many workloads at a time: most of their time is spent waiting. */
const AT_A_TIME = 4;

let folder = '';
const witnesses: WitnessHost[] = [];
beforeAll(async () => {
  if (!existsSync(WITNESS))
    throw new Error('There is no dist/: these tests run compiled runners. Run `npm run build` first.');
  folder = mkdtempSync(join(tmpdir(), 'evenloop-contract-'));
  const start = () => startWitness({ epochNs: harnessEpochNs, mainPath: WITNESS });
  witnesses.push(...(await Promise.all(Array.from({ length: AT_A_TIME }, start))));
  free.push(...witnesses);
});
afterAll(async () => {
  await Promise.all(witnesses.map((witness) => witness.close()));
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

const free: WitnessHost[] = [];
const waiting: ((witness: WitnessHost) => void)[] = [];

/** A witness serves one invocation at a time. */
async function withWitness<Value>(act: (witness: WitnessHost) => Promise<Value>): Promise<Value> {
  const witness = free.pop() ?? (await new Promise<WitnessHost>((resolve) => waiting.push(resolve)));
  try {
    return await act(witness);
  } finally {
    const next = waiting.shift();
    if (next === undefined) free.push(witness);
    else next(witness);
  }
}

test('every complete runner is among the manifests', () => {
  expect(manifests.map(({ manifest }) => manifest.id)).toEqual(expect.arrayContaining([...COMPLETE]));
});

for (const { manifest } of manifests) {
  const own = runtimes.filter(({ runner }) => runner === manifest.id);
  if (own.length === 0 && !IN_CI) test.skip(`${manifest.title}: no interpreter on this machine`);
  else test(`${manifest.title}: there is an interpreter`, () => expect(own).not.toEqual([]));
}

describe.each(runtimes)('$id $version', (runtime) => {
  test('passes the conformance probe', async () => {
    expect(refused.get(runtime.id)).toBeUndefined();
    expect(runtime.offers).not.toEqual([]);
  });

  test.runIf(isComplete(runtime))('names as `ready` exactly the workloads that the scenarios declare', () => {
    const listed = runtime.offers.flatMap(({ id, styles }) => styles.map((style) => `${id} ${style}`));
    expect(listed.sort()).toEqual(declaredFor(runtime).sort());
  });

  test.runIf(sleeps(runtime))('ends when its stdin ends, even in the middle of a round', async () => {
    const session = await sessionOf(runtime);
    await shakeHands(session, runtime, LIMITS);
    const prepared = await session.request('prepare', endlessSleep(runtime), LIMITS.prepareMs);
    expect(prepared.kind).toBe('reply');
    const round = { round: 0, purpose: 'traced', record: 'full', limitNs: 60e9, endpoints: {} } as const;
    const pending = session.request('round', round, 60_000);
    const end = await session.close(LIMITS.exitMs);
    expect(end?.kind).toBe('exited');
    expect((await pending).kind).toBe('ended');
  });
});

test.each(runtimes.filter(isComplete))('$id $version has every capability', async (runtime) => {
  const session = await sessionOf(runtime);
  const { ready } = await shakeHands(session, runtime, LIMITS);
  expect(ready?.capabilities).toEqual(['halt', 'slices', 'stalls', 'trail']);
  expect(await session.close(LIMITS.exitMs)).toBeNull();
});

/** Those that can be asked for what a round has recorded. */
const recalled = [];
for (const runtime of runtimes.filter(sleeps)) {
  const session = await sessionOf(runtime);
  const { ready } = await shakeHands(session, runtime, LIMITS);
  await session.close(LIMITS.exitMs);
  if (['halt', 'trail'].every((name) => ready?.capabilities.includes(name))) recalled.push(runtime);
}

describe.each(recalled)('a round of $id $version that does not end', (runtime) => {
  test('leaves a trail while it is under way, and `halt` is answered with what was recorded', async () => {
    const session = await sessionOf(runtime);
    await shakeHands(session, runtime, LIMITS);
    const body = endlessSleep(runtime);
    const trail = `${body.sidecar.events}.trail`;
    const prepared = await session.request('prepare', { ...body, trail }, LIMITS.prepareMs);
    expect(prepared.kind).toBe('reply');
    const round = { round: 3, purpose: 'traced', record: 'full', limitNs: 60e9, endpoints: {} } as const;
    void session.request('round', round, 60_000);
    await expect
      .poll(() => readTrail(readFileSync(trail)), { timeout: 20_000 })
      .toMatchObject({ round: 3, events: { kind: { 0: 1 }, id: { 0: 0 } } });
    const answer = await session.halt(20_000);
    expect(answer).toMatchObject({ kind: 'halted', halted: { round: 3, events: { count: 1 } } });
    // The round itself is never answered.
    expect(await session.close(LIMITS.exitMs)).toMatchObject({ kind: 'exited', exitCode: 0 });
  });

  test('is asked of in vain where there is none', async () => {
    const session = await sessionOf(runtime);
    await shakeHands(session, runtime, LIMITS);
    await session.request('prepare', endlessSleep(runtime), LIMITS.prepareMs);
    expect(await session.halt(20_000)).toEqual({ kind: 'silent' });
    expect(await session.close(LIMITS.exitMs)).toBeNull();
  });
});

/** Every workload once, on the preferred interpreter of each runner. */
const preferred = runtimes.filter(({ id, runner }) => id === runner);
describe.each(preferred)('on $id $version', (runtime) => {
  test.concurrent.each(workloadsFor(runtime))(
    '$scenario.id with $style completes one smoke invocation',
    async (workload) => {
      const step = smokeStep(workload.scenario, workload.style, runtime);
      const released: number[] = [];
      const record = await withWitness((witness) =>
        invoke(step, runtime, {
          packageRoot: ROOT,
          runDirectory: folder,
          scratchDirectory: folder,
          witness: {
            ...witness,
            release(pid) {
              released.push(pid);
              witness.release(pid);
            },
          },
          stop: { soft: new AbortController().signal, hard: new AbortController().signal },
        }),
      );
      expect(record.outcome).toEqual({ kind: 'ok' });
      if (isComplete(runtime)) expect(record.clock?.source).toBe('shared-epoch');
      const operations = workload.scenario.operations(step.block.set.params);
      expect(record.rounds.map((round) => round.operations)).toEqual(record.rounds.map(() => operations));
      expect(released.filter(groupIsAlive)).toEqual([]);
    },
  );
});

function workloadsFor(runtime: Runtime): { scenario: Scenario; style: string }[] {
  return scenarios.flatMap((scenario) =>
    stylesOf(runtime)
      .filter((style) => whyUnsupported(scenario, runtime, style) === null)
      .map((style) => ({ scenario, style })),
  );
}

function declaredFor({ manifest }: Runtime): string[] {
  return scenarios.flatMap((scenario) =>
    Object.entries(styleTableOf(scenario, manifest.language))
      .filter(([, support]) => support === 'supported')
      .map(([style]) => `${scenario.id} ${style}`),
  );
}

function sleeps(runtime: Runtime): boolean {
  const { defaultStyle } = runtime.manifest;
  return runtime.offers.some(({ id, styles }) => id === 'timers.sleep_loop' && styles.includes(defaultStyle));
}

async function sessionOf(runtime: Runtime): Promise<Session> {
  const spawned = await spawnRunner(runtime, ROOT);
  if (!spawned.ok) throw new Error(spawned.failure.cause);
  return new Session(spawned.value);
}

function endlessSleep(runtime: Runtime) {
  const sidecar = { samples: join(folder, 'endless-samples'), events: join(folder, 'endless-events') };
  const alphabet = scenarios.find(({ id }) => id === 'timers.sleep_loop')?.alphabet ?? [];
  return {
    scenario: 'timers.sleep_loop',
    style: runtime.manifest.defaultStyle,
    params: { periodMs: 3_600_000, ticks: 1 },
    seed: 1,
    nonce: '0123456789abcdef',
    directory: folder,
    endpoints: {},
    sidecar,
    alphabet: alphabet.map(({ name, code, order }) => ({ name, code, order })),
    capacity: { events: 10, samples: 10 },
  };
}

function smokeStep(scenario: Scenario, style: string, runtime: Runtime): Step {
  const set = scenario.profiles.smoke[0];
  if (set === undefined) throw new Error(`${scenario.id} has no smoke profile`);
  const subject = { id: `${runtime.id}/${style}`, runtime: runtime.id, style };
  return {
    invocation: `${scenario.id}-${runtime.runner}-${style}`,
    repetition: 0,
    subject,
    seed: 12_345,
    nonce: 'fedcba9876543210',
    secret: 424_242,
    cell: { scenario: scenario.id, set: set.name, subject: subject.id, side: 'head' },
    block: {
      id: `${scenario.id}/${set.name}`,
      scenario,
      set,
      subjects: [subject],
      sides: ['head'],
      stimulus: scenario.stimulus(set.params),
    },
  };
}
