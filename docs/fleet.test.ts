// examples/fleet: what engines are told. No schema of Kubernetes is in npm's packages that are used here, so the manifest is looked at by its structure.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

test('the Indexed Job says the number of shards twice alike, and gives each index its own folder', () => {
  const job = read('examples/fleet/k8s/indexed-job.yaml');
  const value = (pattern: RegExp): string | undefined => pattern.exec(job)?.[1];
  expect(value(/^apiVersion: (.+)$/m)).toBe('batch/v1');
  expect(value(/^kind: (.+)$/m)).toBe('Job');
  expect(value(/^ {2}completionMode: (.+)$/m)).toBe('Indexed');
  expect(value(/^ {6}restartPolicy: (.+)$/m)).toBe('Never');
  expect(value(/^ {2}completions: (\d+)$/m)).toBe(value(/name: EVENLOOP_SHARDS\n +value: "(\d+)"/));
  expect(job).toContain('--shard auto --seed 7 --out "/results/$JOB_COMPLETION_INDEX"');
  expect(job).toContain('topologyKey: kubernetes.io/hostname');
});

test('the GitHub matrix and the Slurm array have as many shards as they say', () => {
  const workflow = read('examples/fleet/.github/workflows/evenloop.yml');
  expect(workflow).toContain('EVENLOOP_SHARD: ${{ matrix.shard }}/${{ strategy.job-total }}');
  expect(workflow).toContain('shard: [1, 2, 3, 4, 5, 6, 7, 8]');
  expect(read('examples/fleet/slurm/array.sbatch')).toContain('#SBATCH --array=0-7');
});

test('the page names each variable that --shard auto reads', () => {
  const page = read('docs/fleet.md');
  const source = read('harness/orchestrate/fleet/engine-shard.ts');
  const names = [...source.matchAll(/'((?:EVENLOOP|CI|CIRCLE|JOB|SLURM|GITHUB)_[A-Z_]+)'/g)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) if (!/_(MIN|MAX)$/.test(name ?? '')) expect(page).toContain(`\`${name ?? ''}`);
});
