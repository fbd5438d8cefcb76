// `npm run test:kills [n] [seed]`: SIGKILL at n points of run, check and gate (default: 200). Exits with 1 when one of them lost something or left something.
import { spawnSync } from 'node:child_process';

const [kills = '200', seed = '1'] = process.argv.slice(2);
const TEST = 'harness/cli/killed.process.test.ts';
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'process', TEST],
  { stdio: 'inherit', env: { ...process.env, EVENLOOP_KILLS: kills, EVENLOOP_KILL_SEED: seed } },
);
process.exit(status ?? 1);
