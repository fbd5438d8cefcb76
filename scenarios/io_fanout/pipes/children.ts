// What all styles of io_fanout.pipes share: the programs of the children. Each is run by the same executable as the workload.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Kit } from '../../../harness/contract/kit.ts';

/** The children with these keys are other ones than the rest. */
const WITH_GRANDCHILD = 0;
export const KILLED = 1;
const LINGERS = 2;
export const LEAST_CHILDREN = 4;
/** What `exit` says of a signal is this more than its number. */
export const SIGNALLED = 256;

/** What the children begin with that write whole files. Arguments are counted from the end: in Deno one more stands before those of a program in `-e`. */
const PUT = `
const { readFileSync, writeSync } = require('node:fs');
const [out, err, code] = process.argv.slice(-3);
const put = (fd, bytes) => { for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at); };
`;

/** Standard output and standard error get the content of a file each; then the child exits with its key. */
const PLAIN = `${PUT}
put(2, readFileSync(err));
put(1, readFileSync(out));
process.exitCode = Number(code);
`;

/** Says all it has to say and waits to be killed. */
const PATIENT = `${PLAIN}
setInterval(() => {}, 1000);
`;

/**
 * Closes its standard output when everything is written, and writes to standard error when it is told that the end has been seen. It exits when
 * its standard input ends.
 */
const LINGERING = `${PUT}
const { closeSync, readSync } = require('node:fs');
const wait = () => readSync(0, Buffer.alloc(1));
put(1, readFileSync(out));
closeSync(1);
wait();
put(2, readFileSync(err));
wait();
process.exitCode = Number(code);
`;

/**
 * Writes the first half and exits; a grandchild that has the same standard output writes the second half when its parent is no
 * more, which it knows by the end of its standard input.
 */
const HEIR = `
const { readFileSync, writeSync } = require('node:fs');
const bytes = readFileSync(process.argv.at(-1));
process.stdin.on('end', () => { for (let at = bytes.length >> 1; at < bytes.length; ) at += writeSync(1, bytes, at); }).resume();
`;
const PARENT = `
const { readFileSync, writeSync } = require('node:fs');
const { spawn } = require('node:child_process');
const [out, err] = process.argv.slice(-3);
const put = (fd, bytes) => { for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at); };
const bytes = readFileSync(out);
put(2, readFileSync(err));
put(1, bytes.subarray(0, bytes.length >> 1));
spawn(process.execPath, ['-e', ${JSON.stringify(HEIR)}, out], { stdio: ['pipe', 'inherit', 'ignore'] }).once('spawn', () => process.exit(0));
`;

const PROGRAMS: Readonly<Record<number, string>> = {
  [WITH_GRANDCHILD]: PARENT,
  [KILLED]: PATIENT,
  [LINGERS]: LINGERING,
};

/** Who has a standard input lingers: it is told to go on, and it exits when its input ends. */
type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

export function startChild(directory: string, key: number): Child {
  const given = argumentsOf(directory, key);
  return key === LINGERS
    ? spawn(process.execPath, given, { stdio: ['pipe', 'pipe', 'pipe'] })
    : spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Whoever lingers has said everything after the end of its standard output. */
export function letExit({ stdin }: Child, kit: Kit, key: number, digest: number): void {
  if (stdin === null) return;
  kit.emit((kit.kinds as { went_on: number }).went_on, key, 0, digest);
  stdin.end();
}

/** Arguments of the interpreter for child `key`. */
function argumentsOf(directory: string, key: number): string[] {
  const program = PROGRAMS[key] ?? PLAIN;
  return ['-e', program, join(directory, String(2 * key)), join(directory, String(2 * key + 1)), String(key)];
}
