// `npm run test:fuzz -- [--count n] [--seed s]`: n fuzzed lines of runners (default: 1,000,000), and a tenth as many sidecars, results files and
// messages read in two languages. Each says what it saw and how much memory it took. Exits with 1 when one of them found something.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help === true || !/^[1-9]\d*$/.test(values.count)) {
  process.stdout.write(
    'npm run test:fuzz -- [--count n] [--seed s]: n fuzzed lines, and n/10 sidecars, results and messages\n',
  );
  process.exit(values.help === true ? 0 : 2);
}
const FILES = [
  ['unit', 'harness/run/session/fuzzed-lines.test.ts'],
  ['unit', 'harness/store/fuzzed-sidecars.test.ts'],
  ['unit', 'harness/cli/fuzzed-results.test.ts'],
  ['process', 'harness/contract/fuzzed-validators.process.test.ts'],
];
const env = {
  ...process.env,
  EVENLOOP_FUZZ: values.count,
  ...(values.seed === undefined ? {} : { EVENLOOP_FUZZ_SEED: values.seed }),
};
let failed = false;
// One after the other: the memory of each is its own.
for (const [project, file] of FILES) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', project, file],
    { stdio: 'inherit', env },
  );
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
