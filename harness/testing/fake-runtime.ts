// A runtime whose runner is the fake one, with one fault; and a step that gives it something small to do.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Parameters } from '../contract/message.ts';
import type { Step } from '../contract/plan.ts';
import type { Offer, RunnerManifest, Runtime } from '../contract/runner-manifest.ts';
import { styleTableOf } from '../contract/scenario.ts';
import type { Scenario } from '../contract/scenario.ts';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';

/** The root of the source tree: the fake runner needs no build. */
export const SOURCE_ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export function fakeManifest(fault = 'none'): RunnerManifest {
  return {
    schema: 'runner-manifest@2',
    id: 'fake',
    title: 'the fake runner',
    language: 'javascript',
    interpreter: {
      names: ['node'],
      variable: 'EVENLOOP_FAKE',
      places: ['this-process'],
      versionArgs: ['-p', 'process.versions.node'],
      selfArgs: ['-p', 'process.execPath'],
      minimumVersion: '20.0',
      install: 'Install Node.js.',
    },
    args: ['{package}/harness/testing/fake-runner.mjs', fault],
    environment: {},
    withhold: ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'NODE_V8_COVERAGE', 'PYTHON*'],
    loop: 'libuv',
    implementation: 'node',
    defaultStyle: 'promises',
    tolerances: { timerEarlyNs: 1_000_000 },
  };
}

export function fakeRuntime(fault = 'none'): Runtime {
  return {
    runner: 'fake',
    id: 'fake',
    version: process.versions.node,
    executable: realpathSync(process.execPath),
    executableSha256: '0'.repeat(64),
    source: 'this process',
    manifest: fakeManifest(fault),
    manifestFolder: SOURCE_ROOT,
    offers: [{ id: 'timers.sleep_loop', styles: ['promises'] }],
  };
}

/** A runtime that nobody starts, for plans and choices. Its `styles` are those of some other scenario. */
export function plainRuntime(
  runner: string,
  language: string,
  defaultStyle: string,
  scenarios: readonly Scenario[],
  styles: readonly string[] = [],
): Runtime {
  return {
    runner,
    id: runner,
    version: '1.0.0',
    executable: `/opt/${runner}`,
    executableSha256: '0',
    source: 'PATH',
    manifest: {
      schema: 'runner-manifest@2',
      id: runner,
      title: runner,
      language,
      interpreter: {
        names: [runner],
        variable: 'X',
        versionArgs: [],
        minimumVersion: '1.0',
        install: 'install it',
      },
      args: [],
      environment: {},
      defaultStyle,
      styles: [...styles],
      tolerances: { timerEarlyNs: 0 },
    },
    manifestFolder: `/opt/runners/${runner}`,
    offers: [...offersOf(scenarios, language), { id: 'other.scenario', styles }],
  };
}

/** Of a runner that is not in the default run: no other runner of its language offers them. */
const STYLES_OF_ANOTHER_LOOP = new Set(['nurseries']);

/** What a runner of the default run would offer that has all that a scenario declares for its language, in the order of the declaration. */
export function offersOf(scenarios: readonly Scenario[], language: string): Offer[] {
  return scenarios.map((scenario) => ({
    id: scenario.id,
    styles: Object.entries(styleTableOf(scenario, language)).flatMap(([style, support]) =>
      support === 'supported' && !STYLES_OF_ANOTHER_LOOP.has(style) ? [style] : [],
    ),
  }));
}

export interface FakeStepOptions {
  readonly invocation?: string;
  readonly repetition?: number;
  readonly minimumRounds?: number;
  readonly scenario?: Scenario;
  readonly params?: Parameters;
}

/** One invocation of `timers.sleep_loop`, with two ticks of one millisecond where nothing else is said. */
export function fakeStep(options: FakeStepOptions = {}): Step {
  const { invocation = 'u0-fake', repetition = 0, minimumRounds = 2, scenario = sleepLoop } = options;
  const set = {
    name: '1ms',
    params: options.params ?? { periodMs: 1, ticks: 2 },
    pacing: { warmupMs: 1, measuredMs: 1, minimumRounds },
  };
  const subject = { id: 'fake/promises', runtime: 'fake', style: 'promises' };
  return {
    invocation,
    repetition,
    subject,
    seed: 7,
    group: repetition,
    nonce: '0123456789abcdef',
    secret: 99,
    cell: { scenario: scenario.id, set: set.name, subject: subject.id, side: 'head' },
    block: {
      id: `${scenario.id}/${set.name}`,
      scenario,
      set,
      subjects: [subject],
      sides: ['head'],
      stimulus: { kind: 'none' },
      sampling: 'plain',
      alone: true,
      slices: null,
      reference: null,
    },
  };
}
