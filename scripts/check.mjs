// `npm run check`: every static check of both languages, all of them even when one fails, then a summary.
import { $ } from 'zx';

const inherit = $({ nothrow: true, stdio: ['ignore', 'inherit', 'inherit'] });
const node = process.execPath;

const CHECKS = [
  ['types', () => inherit`npx tsc --noEmit -p .`],
  ['types of the page', () => inherit`npx tsc --noEmit -p reports/html/client`],
  ['format', () => inherit`npx biome format .`],
  ['lint', () => inherit`npm run --silent lint`],
  ['dead code', () => inherit`npx knip`],
  ['code that only tests use', () => inherit`npx knip --production`],
  ['schema freshness', () => inherit`npx vitest run harness/contract/published.test.ts --reporter=dot`],
  ['python lint', () => inherit`${node} scripts/python-tool.mjs ruff check`],
  ['python format', () => inherit`${node} scripts/python-tool.mjs ruff format --check`],
  ['python types', () => inherit`${node} scripts/python-tool.mjs mypy`],
  ['package', () => inherit`${node} scripts/check-package.mjs`],
  ['types of scenarios from outside', () => inherit`${node} scripts/check-own-types.mjs`],
  ['workflows', () => inherit`${node} scripts/check-workflows.mjs`],
];

const failed = [];
for (const [name, run] of CHECKS) {
  const { exitCode } = await run();
  console.log(`${exitCode === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (exitCode !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check: ${failed.length} of ${CHECKS.length} failed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log(`check: all ${CHECKS.length} passed`);
