// The live view on a real pseudo-terminal: small and gone in the end; and absent where nobody could see it.
import { expect, test } from 'vitest';
import { callBuilt } from './testing/call-built.ts';
import { runInTerminal, screenAfter } from './testing/run-in-terminal.ts';

const RUN = [
  'run',
  '--profile',
  'smoke',
  '--scenario',
  'timers.sleep_loop',
  '--subject',
  'node/promises',
  '--out',
  'here',
];
const ESCAPE = '\u001b[';

test('the view takes at most eight lines, tells when the run ends, and leaves nothing behind', async () => {
  const { exitCode, written } = await runInTerminal(RUN);
  expect(exitCode).toBe(0);
  expect(written).toMatch(/about \d+ s left, ends \d\d:\d\d/);
  expect(written).toContain('measuring timers.sleep_loop/5ms, about ');
  const { lines, redrawn } = screenAfter(written);
  expect(redrawn).toBeGreaterThan(0);
  expect(redrawn).toBeLessThanOrEqual(8);
  const left = lines.join('\n');
  expect(left).toContain('timers.sleep_loop 5ms');
  expect(left).toContain('report: file://');
  expect(left).not.toMatch(/measuring|Ctrl-C|█|░/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(200);
});

test('on a dumb terminal there are plain lines, and the cursor never moves', async () => {
  const { exitCode, stdout, stderr } = await callBuilt([...RUN, '--no-color'], {
    columns: 80,
    environment: { TERM: 'dumb' },
  });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/\[4\/4\] repetition [12] of 2/);
  expect(stdout + stderr).not.toContain(ESCAPE);
});

test('with --progress=none nothing is said of how far it is', async () => {
  const { stdout, stderr } = await callBuilt([...RUN, '--progress=none', '--no-color'], {
    columns: 80,
    environment: { TERM: 'xterm-256color' },
  });
  expect(stdout + stderr).not.toMatch(/\[\d\/4\]/);
  expect(stdout + stderr).toContain('report: file://');
});

test('a narrow terminal gets a narrow view, and with --ascii only signs that every terminal has', async () => {
  const { written } = await runInTerminal([...RUN, '--ascii', '--color=never'], { columns: 50 });
  expect(written).toMatch(/^\p{ASCII}*$/u);
  expect(written).toContain('.....');
  const frames = written.split('\u001b[2K').flatMap((part) => part.split('\r\n'));
  const drawn = frames.filter((line) => /^\[\d\/4\]|^measuring|^Ctrl-C/.test(line));
  expect(drawn.length).toBeGreaterThan(3);
  for (const line of drawn) expect(line.length).toBeLessThan(50);
});
