// Walks the commands of CONTRIBUTING.md that run one workload by hand and in a debugger.
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, expect, onTestFinished, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(`${ROOT}CONTRIBUTING.md`, 'utf8');
const section = /^## One workload by hand$([\s\S]*?)^## /m.exec(text)?.[1] ?? '';
const commands = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(
  (match) => match[1]?.trim().split('\n') ?? [],
);
const [node = '', python = '', nodeDebugged = '', pythonDebugged = ''] = commands;

/** The page has fixed paths in the folder that every system has: whoever follows it may look at them, and we clear up. */
const requests = readFileSync(`${ROOT}docs/by-hand.ndjson`, 'utf8');
const written = [...requests.matchAll(/"(\/tmp\/evenloop-by-hand\.\w+)"/g)].map(([, path]) => path ?? '');
afterAll(() => {
  expect(written).toHaveLength(2);
  for (const path of written) rmSync(path, { force: true });
});

/** Python has pseudo-terminals, and Node has none: a line is typed when a prompt is there, and all is over when the runner has finished. */
const TERMINAL = `
import os, pty, signal, sys
pid, fd = pty.fork()
if pid == 0:
    os.execvp('bash', ['bash', '-c', sys.argv[1]])
said, typed = '', 0
while '"finished"' not in said:
    said += os.read(fd, 65536).decode()
    if said.count('(Pdb)') > typed and typed < len(sys.argv) - 2:
        os.write(fd, (sys.argv[2 + typed] + chr(10)).encode())
        typed += 1
os.killpg(os.getpgid(pid), signal.SIGKILL)
print(said)
`;

/** In a process group of its own: the shell does not take what it started with it. */
function start(command: string) {
  const child = execa('bash', ['-c', command], { cwd: ROOT, reject: false, detached: true, cleanup: false });
  onTestFinished(() => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // All of it is over.
    }
  });
  return child;
}

test('there are two commands by hand and two in a debugger', () => {
  expect(
    commands.map((command) => /node --inspect|node|pdb|python3/.exec(command.split('|')[1] ?? '')?.[0]),
  ).toEqual(['node', 'python3', 'node --inspect', 'python3']);
  expect(pythonDebugged).toContain('pdb');
});

test.each([
  ['Node', node],
  ['Python', python],
])('by hand %s answers each request, and ends when stdin ends', async (_, command) => {
  const child = start(command);
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('"kind":"finished"')) child.stdin.end();
  }
  const { exitCode, stderr } = await child;
  const replies = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly kind: string; readonly counts?: object });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(replies.map(({ kind }) => kind)).toEqual(['ready', 'prepared', 'rounded', 'finished']);
  expect(replies[2]?.counts).toEqual({ arm: 4, fire: 4 });
});

test('in a debugger Node waits for one that attaches', async () => {
  const child = start(nodeDebugged);
  const [first] = await once(child.stderr, 'data');
  expect(String(first)).toMatch(/^Debugger listening on ws:\/\/127\.0\.0\.1:\d+\//);
});

test('in a debugger Python stops at the breakpoint that the page names, and finishes afterwards', async () => {
  const breakpoint = /`(b scenarios\/[^`]*)`/.exec(section)?.[1] ?? '';
  const { stdout } = await execa('python3', ['-c', TERMINAL, pythonDebugged, breakpoint, 'c', 'c'], {
    cwd: ROOT,
    timeout: 30_000,
  });
  expect(stdout).toContain('Breakpoint 1 at ');
  const [, file, line] = /(\w+\.py):(\d+)$/.exec(breakpoint) ?? [];
  expect(stdout).toContain(`${file}(${line})round()`);
});
