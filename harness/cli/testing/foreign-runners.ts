// For tests: a copy of the built package with runners that the harness has never heard of, good and bad, each in a folder of its own.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyPackage } from './broken-package.ts';
import type { BrokenPackage } from './broken-package.ts';

const FAKE_RUNNER = fileURLToPath(new URL('../../testing/fake-runner.mjs', import.meta.url));

const bare = {
  schema: 'runner-manifest@2',
  language: 'go',
  args: [] as readonly string[],
  environment: {},
  defaultStyle: 'goroutines',
  tolerances: { timerEarlyNs: 1_000_000 },
};

/** A fake runner with one style, under an id of its own; `says` is the id in its `ready`, `fault` as the fake runner has it. */
function foreignManifest(id: string, says = id, fault = 'none', scenario: readonly string[] = []) {
  return {
    ...bare,
    id,
    title: `the runner ${id}`,
    interpreter: {
      names: ['node'],
      variable: 'EVENLOOP_FOREIGN',
      places: ['this-process'],
      versionArgs: ['-p', 'process.versions.node'],
      selfArgs: ['-p', 'process.execPath'],
      minimumVersion: '20.0',
      install: 'Install Node.js.',
    },
    args: [FAKE_RUNNER, fault, says, 'goroutines', ...scenario],
  };
}

/** A good one in a folder of its own, outside of the package; or one that names another scenario than the one that it enacts. */
export function layForeignRunner(folder: string, id: string, scenario: readonly string[] = []): void {
  mkdirSync(folder, { recursive: true });
  const manifest = foreignManifest(id, id, 'none', scenario);
  writeFileSync(join(folder, 'runner.json'), JSON.stringify(manifest));
}

/**
 * `agopher` is good and comes before all others in the alphabet. `typo` has an unknown field, `lost` names an executable that is not there,
 * `liar` says another id than its manifest, `yesman` accepts what it must refuse.
 */
export function packageWithForeignRunners(): BrokenPackage {
  const made = copyPackage();
  const manifests = {
    agopher: foreignManifest('agopher'),
    typo: { ...foreignManifest('typo'), tittle: 'x' },
    lost: {
      ...bare,
      id: 'lost',
      title: 'the runner lost',
      language: 'c',
      command: { path: 'bin/lost', versionArgs: ['--version'], install: 'Run `make`.' },
    },
    liar: foreignManifest('liar', 'somebody'),
    yesman: foreignManifest('yesman', 'yesman', 'accepts-everything'),
  };
  for (const [folder, manifest] of Object.entries(manifests)) {
    mkdirSync(join(made.root, 'runners', folder));
    writeFileSync(join(made.root, 'runners', folder, 'runner.json'), JSON.stringify(manifest));
  }
  return made;
}
