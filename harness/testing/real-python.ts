// Once for all tests with processes: `python3` is the interpreter itself, and not a shim that starts a dozen shells to find it.
import { execFileSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

/** Before the workers are there: they inherit it. What a shim does is tested with one of our own. */
export function setup(): void {
  const python = whereItIs();
  if (python !== '') process.env['PATH'] = [dirname(python), process.env['PATH']].join(delimiter);
}

/** Empty where there is none: each test says for itself what it then does. */
function whereItIs(): string {
  try {
    return execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
