// What all styles of io_fanout.pipes share: the programs of the children. Each is run by the same executable as the workload.
import { join } from 'node:path';

/** The children with these keys are other ones than the rest. */
const WITH_GRANDCHILD = 0;
export const KILLED = 1;
/** What `exit` says of a signal is this more than its number. */
export const SIGNALLED = 256;

/** Standard output and standard error get the content of a file each; then the child exits with its key. */
const PLAIN = `
const { readFileSync, writeSync } = require('node:fs');
const [out, err, code] = process.argv.slice(1);
const put = (fd, bytes) => { for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at); };
put(2, readFileSync(err));
put(1, readFileSync(out));
process.exitCode = Number(code);
`;

/** Says all it has to say and waits to be killed. */
const PATIENT = `${PLAIN}
setInterval(() => {}, 1000);
`;

/**
 * Writes the first half and exits; a grandchild that has the same standard output writes the second half when its parent is no
 * more, which it knows by the end of its standard input.
 */
const HEIR = `
const { readFileSync, writeSync } = require('node:fs');
const bytes = readFileSync(process.argv[1]);
process.stdin.on('end', () => { for (let at = bytes.length >> 1; at < bytes.length; ) at += writeSync(1, bytes, at); }).resume();
`;
const PARENT = `
const { readFileSync, writeSync } = require('node:fs');
const { spawn } = require('node:child_process');
const [out, err] = process.argv.slice(1);
const put = (fd, bytes) => { for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at); };
const bytes = readFileSync(out);
put(2, readFileSync(err));
put(1, bytes.subarray(0, bytes.length >> 1));
spawn(process.execPath, ['-e', ${JSON.stringify(HEIR)}, out], { stdio: ['pipe', 'inherit', 'ignore'] }).once('spawn', () => process.exit(0));
`;

/** Arguments of the interpreter for child `key`. */
export function argumentsOf(directory: string, key: number): string[] {
  const program = key === WITH_GRANDCHILD ? PARENT : key === KILLED ? PATIENT : PLAIN;
  return ['-e', program, join(directory, String(2 * key)), join(directory, String(2 * key + 1)), String(key)];
}
