// A bundle of a subject of the user's own is run again by the same executable, with the same arguments and variables.
import { realpathSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Bundle } from '../contract/bundle.ts';
import type { Scenario } from '../contract/scenario.ts';
import { PACKAGE_ALONE } from '../contract/project.ts';
import { scenario } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { findRuntimeOf } from './find-runtime.ts';

const EXECUTABLE = realpathSync(process.execPath);
const startedWith = {
  style: 'promises',
  args: ['--max-old-space-size=200'],
  withoutArgs: [],
  environment: { TZ: 'UTC' },
  passedOn: [],
  definedBy: 'subjects[0] of /elsewhere/evenloop.config.ts',
};

function bundleOf(runtime: Partial<Bundle['runtime']>): { bundle: Bundle; scenario: Scenario } {
  const bundle: Bundle = {
    tool: { name: 'evenloop', version: '0.1.0' },
    run: { id: 'r', seed: 7, profile: 'quick' },
    contract: { scenario: 'timers.sleep_loop', version: 1, alphabet: [] },
    pacing: { warmupMs: 0, measuredMs: 1, minimumRounds: 1 },
    runtime: {
      id: 'mine',
      runner: 'node',
      version: process.versions.node,
      executable: EXECUTABLE,
      executableSha256: '0',
      ...runtime,
    },
    timerEarlyNs: 0,
    rulesBroken: [],
    findings: [],
    record: invocationRecord(),
  };
  return { bundle, scenario };
}

test('it is started as it was, though nobody defines it any more', async () => {
  const runtime = await findRuntimeOf(bundleOf({ startedWith }), PACKAGE_ALONE);
  expect(runtime).toMatchObject({ id: 'mine', executable: EXECUTABLE });
  expect(runtime.manifest.args[0]).toBe('--max-old-space-size=200');
  expect(runtime.manifest.environment).toMatchObject({ TZ: 'UTC' });
});

test('where its executable is gone, the runner is run plainly; and so is that of any other bundle', async () => {
  const gone = await findRuntimeOf(bundleOf({ startedWith, executable: '/nonexistent/node' }), PACKAGE_ALONE);
  const plain = await findRuntimeOf(bundleOf({ id: 'node' }), PACKAGE_ALONE);
  for (const runtime of [gone, plain]) {
    expect(runtime.runner).toBe('node');
    expect(runtime).not.toHaveProperty('startedWith');
  }
});
