// The contract of the protocol on every runtime of this machine, of every manifest found: clause by clause what `evenloop conform` asks for, and every workload that its runner names under the real witness.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLAUSES } from '../harness/conform/clauses.ts';
import type { ClauseId } from '../harness/conform/clauses.ts';
import { conform } from '../harness/conform/conform.ts';
import type { Conformance } from '../harness/contract/conformance.ts';
import type { Runtime } from '../harness/contract/runner-manifest.ts';
import { styleTableOf } from '../harness/contract/scenario.ts';
import { loadKnownDivergences } from '../harness/orchestrate/prepare/load-known-divergences.ts';
import { findAndAsk } from '../harness/orchestrate/prepare/find-runtimes.ts';
import { loadManifests } from '../harness/orchestrate/prepare/load-manifests.ts';
import { isMeant } from '../harness/plan/select.ts';
import { harnessEpochNs } from '../harness/run/clock.ts';
import { groupIsAlive } from '../harness/run/session/process-group.ts';
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
/** Every workload once, on the preferred runtime of each runner. */
const isPreferred = ({ id, runner }: Runtime): boolean => id === runner;

const OF_CELLS: ReadonlySet<ClauseId> = new Set(['C802', 'C803']);
const WITHOUT_CELLS = CLAUSES.map(({ id }) => id).filter((id) => !OF_CELLS.has(id));
/** So many workloads at a time: most of their time is spent waiting. */
const AT_A_TIME = 4;
const LIMIT_MS = 240_000;

let folder = '';
const witnesses: WitnessHost[] = [];
const released: number[] = [];
beforeAll(async () => {
  if (!existsSync(WITNESS))
    throw new Error('There is no dist/: these tests run compiled runners. Run `npm run build` first.');
  folder = mkdtempSync(join(tmpdir(), 'evenloop-contract-'));
  const start = async (): Promise<WitnessHost> => {
    const witness = await startWitness({ epochNs: harnessEpochNs, mainPath: WITNESS });
    return {
      ...witness,
      release(pid) {
        released.push(pid);
        witness.release(pid);
      },
    };
  };
  witnesses.push(...(await Promise.all(Array.from({ length: AT_A_TIME }, start))));
});
afterAll(async () => {
  await Promise.all(witnesses.map((witness) => witness.close()));
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

test('every complete runner is among the manifests', () => {
  expect(manifests.map(({ manifest }) => manifest.id)).toEqual(expect.arrayContaining([...COMPLETE]));
});

for (const { manifest } of manifests) {
  const own = runtimes.filter(({ runner }) => runner === manifest.id);
  if (own.length === 0 && !IN_CI) test.skip(`${manifest.title}: no interpreter on this machine`);
  else test(`${manifest.title}: there is an interpreter`, () => expect(own).not.toEqual([]));
}

const never = new AbortController().signal;

describe.each(runtimes)('$id $version', (runtime) => {
  let judged: Conformance;
  beforeAll(async () => {
    judged = await conform({
      runtime,
      packageRoot: ROOT,
      directory: mkdtempSync(join(folder, 'r')),
      scenarios,
      known: loadKnownDivergences(ROOT, scenarios),
      only: [],
      without: isPreferred(runtime) ? [] : [...OF_CELLS],
      witnesses,
      stop: { soft: never, hard: never },
      processes: 1,
    });
  }, LIMIT_MS);

  test('passes the conformance probe', () => {
    expect(refused.get(runtime.id)).toBeUndefined();
    expect(runtime.offers).not.toEqual([]);
  });

  test.runIf(isComplete(runtime))('names as `ready` exactly the workloads that the scenarios declare', () => {
    const listed = runtime.offers.flatMap(({ id, styles }) => styles.map((style) => `${id} ${style}`));
    expect(listed.sort()).toEqual(declaredFor(runtime).sort());
    expect(judged.unknownScenarios).toEqual([]);
  });

  test.runIf(isComplete(runtime))('has every capability', () => {
    expect(judged.capabilities).toEqual(['halt', 'slices', 'stalls', 'trail']);
  });

  test.each(WITHOUT_CELLS.map((id) => ({ id, text: CLAUSES.find((clause) => clause.id === id)?.text })))(
    '$id $text',
    ({ id }) => expectKept(judged, id, runtime),
  );

  if (isPreferred(runtime))
    test('each workload that it names completes, and keeps its contract', () => {
      for (const id of OF_CELLS) expectKept(judged, id, runtime);
      const named = runtime.offers.flatMap(({ id, styles }) => styles.map((style) => `${id} ${style}`));
      const judgedCells = new Set(judged.cells.map(({ scenario, style }) => `${scenario} ${style}`));
      expect([...judgedCells].sort()).toEqual(named.sort());
    });

  test('leaves no process behind', () => {
    expect(released.length).toBeGreaterThan(10);
    expect(released.filter(groupIsAlive)).toEqual([]);
  });
});

/** Passed: a runner of this package has no excuse. Others may lack what the clause asks with. */
function expectKept({ clauses }: Conformance, id: ClauseId, runtime: Runtime): void {
  const clause = clauses.find((each) => each.id === id);
  const { status, breaches, reason } = clause ?? { status: 'absent', breaches: [], reason: null };
  const good = isComplete(runtime) ? ['passed'] : ['passed', 'not-applicable'];
  expect(good, JSON.stringify({ status, reason, breaches }, null, 1)).toContain(status);
}

function declaredFor({ manifest }: Runtime): string[] {
  return scenarios.flatMap((scenario) =>
    Object.entries(styleTableOf(scenario, manifest.language))
      .filter(([style, support]) => support === 'supported' && (manifest.styles ?? []).includes(style))
      .map(([style]) => `${scenario.id} ${style}`),
  );
}
