// The runners that are not in the default run, each where its runtime is on this machine (`npm run setup:runtimes`, `npm run setup:native`): what of the protocol they share, and a check of a few scenarios.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../harness/cli/testing/run-cli.ts';
import type { RunResult } from '../harness/contract/result.ts';
import { findAndAsk } from '../harness/orchestrate/prepare/find-runtimes.ts';
import { loadManifests } from '../harness/orchestrate/prepare/load-manifests.ts';
import { isMeant } from '../harness/plan/select.ts';
import { shakeHands } from '../harness/run/session/handshake.ts';
import { LIMITS } from '../harness/run/session/limits.ts';
import { Session } from '../harness/run/session/session.ts';
import { spawnRunner } from '../harness/run/session/spawn-runner.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const PYTHON_KIT = join(ROOT, 'runners/python');
/** Of each family but file_watch, which not every runtime masters. */
const FEW = 'timers.sleep_loop,timers.deadlines,io_fanout.gather,dispatch.turn,ordering.defer';
/** What is known to differ among them, and in which scenarios: some of it only shows on a busy machine. */
const KNOWN = new Map([['trio', ['dispatch.turn', 'timers.deadlines']]]);
/** What brings a runtime to this machine. */
const setupOf = (id: string): string =>
  `npm run setup:${['native', 'libuv'].includes(id) ? 'native' : 'runtimes'}`;
/** Wherever the runtimes come from: in CI they must be there. */
const WANTED = new Set((process.env['EVENLOOP_TEST_RUNTIMES'] ?? '').split(','));
const CHECK_MS = 120_000;

let out = '';
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'evenloop-others-'));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

const others = loadManifests(ROOT)
  .manifests.map(({ manifest }) => manifest)
  .filter((manifest) => !isMeant(manifest, []));
const found = await findAndAsk(
  ROOT,
  others.map(({ id }) => id),
);

for (const { id } of others) {
  const runtime = found.runtimes.find(({ runner }) => runner === id);
  if (runtime === undefined) {
    const why = found.absent.get(id)?.cause ?? 'it was not found';
    if (!WANTED.has(id)) test.skip(`${id}: ${why} \`${setupOf(id)}\` installs it.`);
    else test(`${id} is on this machine`, () => expect.fail(why));
    continue;
  }

  describe(`${id} ${runtime.version}`, () => {
    test('answers as it must, offers workloads, and has every capability', async () => {
      expect(found.refused.get(runtime.id)).toBeUndefined();
      expect(runtime.offers).not.toEqual([]);
      const spawned = await spawnRunner(runtime, ROOT);
      if (!spawned.ok) throw new Error(spawned.failure.cause);
      const session = new Session(spawned.value);
      const { ready, ...hands } = await shakeHands(session, runtime, LIMITS);
      expect(ready?.capabilities).toEqual(['halt', 'slices', 'stalls', 'trail']);
      // Known to the harness to less than a round trip, whatever the runtime's own clock begins with.
      expect(hands.kind === 'ready' ? hands.clock.source : hands.outcome).toBe('shared-epoch');
      expect(await session.close(LIMITS.exitMs)).toBeNull();
    });

    test(
      'keeps the contracts of a scenario of each family, in each style',
      async () => {
        const folder = join(out, id);
        const args = ['check', '--scenario', FEW, '--subject', `${id}/*`, '--out', folder, '--json'];
        const { stdout } = await runCli(args);
        const { cells, exit } = JSON.parse(stdout) as RunResult;
        const kept = cells.filter(
          ({ verdict, scenario }) =>
            verdict === 'equivalent' ||
            (verdict === 'known-divergence' && KNOWN.get(id)?.includes(scenario) === true),
        );
        const broken = cells.filter((cell) => !kept.includes(cell) && cell.verdict !== 'unsupported');
        expect(broken.map((cell) => [cell.id, cell.verdict, cell.reason])).toEqual([]);
        const offered = runtime.offers.filter(({ id: scenario }) => FEW.split(',').includes(scenario));
        const styles = offered.flatMap((offer) => offer.styles);
        expect(styles.length).toBeGreaterThan(3);
        expect(kept.length).toBeGreaterThanOrEqual(styles.length);
        expect(cells.filter(({ verdict }) => verdict === 'equivalent').length).toBeGreaterThan(3);
        expect(exit.code).toBe(0);
      },
      CHECK_MS,
    );

    const own = `tests/with_${id}`;
    if (existsSync(join(PYTHON_KIT, own)))
      test(
        'passes the tests of its own part of the kit',
        async () => {
          const module = `${own.replace('/', '.')}.test_${id}`;
          const args = ['-B', '-W', 'error', '-m', 'unittest', module];
          const { exitCode, stderr } = await execa(runtime.executable, args, {
            cwd: PYTHON_KIT,
            reject: false,
          });
          expect(stderr).toMatch(/^Ran [1-9]\d* tests? in /m);
          expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
        },
        CHECK_MS,
      );
  });
}
