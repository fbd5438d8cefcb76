// A run of tests in which one leaves a folder ends with 1 and names it; the same run without it ends with 0.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function runTest(body: string) {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-vitest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const source = `import { mkdtempSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    test('one', () => { ${body} });`;
  writeFileSync(join(folder, 'one.test.ts'), source);
  const setup = join(ROOT, 'harness/testing/own-temporary-folder.ts');
  const config = `export default { test: { globals: true, globalSetup: [${JSON.stringify(setup)}] } };`;
  writeFileSync(join(folder, 'vitest.config.mjs'), config);
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder],
    { cwd: folder, reject: false },
  );
  return { exitCode, said: stdout + stderr };
}

test('what a test leaves fails the run', async () => {
  const { exitCode, said } = await runTest(`mkdtempSync(tmpdir() + '/evenloop-forgotten-');`);
  expect([exitCode, said]).toEqual([1, expect.stringContaining('The tests left 1 in the folder')]);
  expect(said).toContain('evenloop-forgotten-');
  expect(said).toContain('1 passed');
});

test('a test that leaves nothing passes', async () => {
  const { exitCode, said } = await runTest('expect(tmpdir()).toContain("evenloop.");');
  expect([exitCode, said]).toEqual([0, expect.stringContaining('1 passed')]);
});
