// Where the time of a real run went: every stage is there, and all of them add up to its wall time.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measuringSentence } from '../../reports/words/stage-words.ts';
import { readResults } from '../store/results-file.ts';
import { callBuilt } from './testing/call-built.ts';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

test.each([1, 2])(
  'the stages of a run on at most %i CPUs add up to its wall time, and a table has them',
  async (most) => {
    const args = ['--profile', 'smoke', '--scenario', 'dispatch.turn,timers.sleep_loop', '--where-time-went'];
    const ran = await callBuilt([
      'run',
      ...args,
      '--subject',
      'node/promises',
      '--wide',
      '--cpus',
      '1',
      '--out',
      'here',
    ]);
    expect(ran.exitCode).toBe(0);
    const stored = readResults(join(ran.directory, 'here', 'results.json'));
    if (!stored.ok) throw new Error(stored.failure.cause);
    const { whereTimeWent, run } = stored.value;
    if (whereTimeWent === undefined) throw new Error('no stages');
    const { wallMs, blocksMs, runMs, blocks, cpus } = whereTimeWent;

    expect(cpus.length).toBeLessThanOrEqual(most);
    expect(new Set(blocks.map(({ scenario }) => scenario))).toEqual(
      new Set(['dispatch.turn', 'timers.sleep_loop']),
    );
    const nearly = (found: number, wanted: number): void =>
      expect(Math.abs(found - wanted)).toBeLessThan(wallMs * 0.01);
    nearly(sum(Object.values(runMs)) + blocksMs, wallMs);
    for (const { busyMs, idleMs } of cpus) nearly(busyMs + idleMs, blocksMs);
    const ofStages = blocks.map((block) => block.cpus * sum(Object.values(block.stagesMs)));
    nearly(sum(ofStages), sum(cpus.map(({ busyMs }) => busyMs)));
    for (const { stagesMs } of blocks) {
      for (const stage of ['start', 'measured', 'traced', 'end'] as const)
        expect(stagesMs[stage]).toBeGreaterThan(0);
      // What has no name stays small beside what has one.
      expect(stagesMs.other).toBeLessThan(sum(Object.values(stagesMs)) / 2);
    }
    for (const stage of ['find', 'probe', 'plan', 'judge', 'journal', 'assemble', 'publish'] as const)
      expect(runMs[stage]).toBeGreaterThan(0);

    // By another pair of clock readings: from the first preparation of an invocation until the result is put together.
    const carriedOut = blocksMs + runMs.between + runMs.journal + runMs.judge + runMs.observe;
    expect(run.wallMs).toBeGreaterThan(carriedOut * 0.99);
    expect(run.wallMs).toBeLessThan((carriedOut + runMs.assemble) * 1.01);

    expect(ran.stdout).toContain(measuringSentence(whereTimeWent));
    for (const { scenario, set } of blocks)
      expect(ran.stdout).toMatch(new RegExp(`^${scenario} ${set} +\\d`, 'm'));
  },
);
