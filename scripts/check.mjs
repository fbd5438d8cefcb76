// `npm run check`: every static check of both languages, all of them even when one fails, then a summary.
import { spawnSync } from 'node:child_process';

const CHECKS = [
  ['types', 'npx', ['tsc', '--noEmit', '-p', '.']],
  ['types of the page', 'npx', ['tsc', '--noEmit', '-p', 'reports/html/client']],
  ['format', 'npx', ['biome', 'format', '.']],
  ['lint', 'npx', ['oxlint', '--type-aware', '--deny-warnings']],
  ['dead code', 'npx', ['knip']],
  ['schema freshness', 'npx', ['vitest', 'run', 'harness/contract/published.test.ts', '--reporter=dot']],
  ['python lint', process.execPath, ['scripts/python-tool.mjs', 'ruff', 'check']],
  ['python format', process.execPath, ['scripts/python-tool.mjs', 'ruff', 'format', '--check']],
  ['python types', process.execPath, ['scripts/python-tool.mjs', 'mypy']],
  ['workflows', process.execPath, ['scripts/check-workflows.mjs']],
];

const failed = [];
for (const [name, command, args] of CHECKS) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check: ${failed.length} of ${CHECKS.length} failed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log(`check: all ${CHECKS.length} passed`);
