// Spoilt files for every reader of `evenloop store import`, as many as `--count` says: each has to be read or refused by name.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' } } });
/** Of seven readers each gets its share. */
const each = Math.ceil(Number(values.count) / 7);
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--project',
    'unit',
    'harness/archive/import/import-text.test.ts',
    '--testTimeout=3600000',
  ],
  { stdio: 'inherit', env: { ...process.env, EVENLOOP_FUZZ_COUNT: String(each) } },
);
process.exitCode = status ?? 1;
