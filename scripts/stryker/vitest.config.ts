// The unit tests of the folders whose code Stryker changes, as one project: its runner starts them anew for each change.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    include: ['**/*.test.ts'],
    exclude: ['**/*.{process,browser}.test.ts', '**/node_modules/**'],
    setupFiles: ['harness/testing/unit-only.ts'],
  },
});
