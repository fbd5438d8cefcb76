// The tests as three projects, told by the end of a file's name, and how long a test may take before it counts as hanging.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Nothing here speaks TLS, and a Node process that reads more certificates takes more than twice as long to start.
delete process.env['NODE_EXTRA_CA_CERTS'];

const NAMES = '{harness,scenarios,runners,reports,scripts,docs,bench}/**/*';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The smallest machine we promise has two cores. One more than there are cores: process tests wait half of their time.
    maxWorkers: Math.max(2, availableParallelism()) + 1,
    // A file finds what the files before it left in its worker, so what is costly to load is loaded once.
    isolate: false,
    pool: 'forks',
    // The build is what it is: Node loads it, and nothing is translated.
    server: { deps: { external: [/\/dist\//] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${NAMES}.test.ts`],
          exclude: [`${NAMES}.{process,browser}.test.ts`],
          setupFiles: ['harness/testing/unit-only.ts'],
          globalSetup: ['harness/testing/own-temporary-folder.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: [`${NAMES}.process.test.ts`],
          globalSetup: ['harness/testing/real-python.ts', 'harness/testing/own-temporary-folder.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [`${NAMES}.browser.test.ts`],
          globalSetup: ['reports/testing/share-browser.ts'],
        },
      },
    ],
  },
});
