// Where the TypeScript tests are, and how long one may take before it counts as hanging.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{harness,scenarios,runners,reports,scripts,docs,bench}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two workers: the tests start real processes, and the smallest machine we promise has two cores.
    maxWorkers: 2,
    pool: 'forks',
  },
});
