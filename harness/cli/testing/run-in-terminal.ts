// For tests: the built command on a real pseudo-terminal, and what a person would see there in the end.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const MAIN = fileURLToPath(new URL('../../../dist/harness/cli/main.js', import.meta.url));

/** Node has no pseudo-terminals; Python, which the runner needs anyway, does. */
const FORK = `
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, int(sys.argv[1]), 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])
while True:
    try:
        chunk = os.read(fd, 65536)
    except OSError:
        break
    if not chunk:
        break
    os.write(1, chunk)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
`;

export interface TerminalEnd {
  readonly exitCode: number | undefined;
  /** Everything that was written, in both streams. */
  readonly written: string;
}

export async function runInTerminal(
  args: readonly string[],
  {
    columns = 80,
    environment = {},
  }: { columns?: number; environment?: Readonly<Record<string, string>> } = {},
): Promise<TerminalEnd> {
  if (!existsSync(MAIN)) throw new Error('dist/ is missing: build with `npm run build` before these tests');
  const cwd = mkdtempSync(join(tmpdir(), 'evenloop-tty-'));
  const command = [String(columns), process.execPath, MAIN, ...args];
  const env = { TERM: 'xterm-256color', CI: '', NO_COLOR: '', FORCE_COLOR: '', ...environment };
  try {
    const { exitCode, stdout } = await execa('python3', ['-c', FORK, ...command], {
      cwd,
      reject: false,
      env,
    });
    return { exitCode, written: stdout };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const MOVE = new RegExp(String.raw`^\u001b\[([?0-9;]*)([A-Za-z])$`, 'u');
const TOKEN = new RegExp(String.raw`\u001b\[[?0-9;]*[A-Za-z]|[\s\S]`, 'gu');

/** The lines of a screen after all that was written to it, and the most lines that one drawing took back. */
export function screenAfter(written: string): {
  readonly lines: readonly string[];
  readonly redrawn: number;
} {
  const lines: string[] = [''];
  let [row, column, redrawn, up] = [0, 0, 0, 0];
  for (const token of written.match(TOKEN) ?? []) {
    const [, count = '', action] = MOVE.exec(token) ?? [];
    if (action === 'A') {
      row = Math.max(0, row - Number(count || 1));
      up += Number(count || 1);
    } else if (action === 'K') lines[row] = count === '2' ? '' : (lines[row] ?? '').slice(0, column);
    else if (action === 'G') column = Number(count || 1) - 1;
    else if (token === '\r') column = 0;
    else if (token === '\n') {
      row++;
      redrawn = Math.max(redrawn, up);
      up = 0;
      lines[row] ??= '';
    } else if (action === undefined) {
      const line = (lines[row] ?? '').padEnd(column);
      lines[row] = line.slice(0, column) + token + line.slice(column + token.length);
      column += token.length;
    }
  }
  return { lines, redrawn };
}
