// Everything an invocation needs besides its runner: folders of its own, a fake witness, short limits, and stops to pull.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvocationLimits } from '../run/session/limits.ts';
import type { InvokeContext } from '../run/trial.ts';
import { fakeWitness } from './fake-witness.ts';
import type { FakeWitness, FakeWitnessFaults } from './fake-witness.ts';
import { SOURCE_ROOT } from './fake-runtime.ts';

/** Generous: nothing that is expected to answer may fail on a loaded machine. */
export const PATIENT: InvocationLimits = {
  helloMs: 20_000,
  clockMs: 20_000,
  prepareMs: 20_000,
  finishMs: 20_000,
  exitMs: 20_000,
  roundMinimumMs: 20_000,
  roundMaximumMs: 20_000,
  haltMs: 20_000,
  witnessMs: 20_000,
};

export interface FakeContext extends InvokeContext {
  readonly witness: FakeWitness;
  stopSoft(): void;
  stopHard(): void;
  remove(): void;
}

export interface FakeContextOptions {
  readonly limits?: Partial<InvocationLimits>;
  readonly witness?: FakeWitnessFaults;
}

export function fakeContext(options: FakeContextOptions = {}): FakeContext {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-test-'));
  const soft = new AbortController();
  const hard = new AbortController();
  return {
    packageRoot: SOURCE_ROOT,
    runDirectory: join(folder, 'run'),
    scratchDirectory: folder,
    witness: fakeWitness(options.witness),
    stop: { soft: soft.signal, hard: hard.signal },
    limits: { ...PATIENT, ...options.limits },
    stopSoft: () => soft.abort(),
    stopHard: () => hard.abort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
