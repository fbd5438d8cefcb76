// The slices of the fake runner: tokens on file descriptor 3, by hand, with the fault that its argument names.
import { closeSync, fstatSync, readSync, writeSync } from 'node:fs';
import { appendSegment } from './fake-segment.mjs';

const TOKENS = 3;
const DONE = 1;
const FAILED = 0;
/** An operation is nothing but this time, spent computing. */
const OPERATION_NS = 10_000;

/** What a fault does instead of its second slice; nothing follows. */
const IN_SLICE = {
  'hang-on-slice': ({ hang }) => hang(),
  'wrong-slice-byte': () => answer(7),
  'two-slice-bytes': () => {
    answer(DONE);
    answer(DONE);
  },
  'exit-in-slice': () => process.exit(3),
  'sigkill-in-slice': () => process.kill(process.pid, 'SIGKILL'),
  'closes-tokens': ({ hang }) => {
    closeSync(TOKENS);
    return hang();
  },
  'fails-slice': ({ say, id }) => {
    answer(FAILED);
    return say({ kind: 'failed', id, code: 'workload-threw', message: 'Error: boom', definite: false });
  },
  'fails-slice-without-byte': ({ say, id }) =>
    say({ kind: 'failed', id, code: 'workload-threw', message: 'Error: boom', definite: false }),
  'fails-slice-without-word': ({ hang }) => {
    answer(FAILED);
    return hang();
  },
  'sliced-too-early': ({ say, id }) =>
    say({ kind: 'sliced', id, operations: 0, slices: { offset: 0, count: 0 } }),
};

/** What a fault makes of the rows [start, end, cpuStart, cpuEnd, operations] before they are written. */
const ROWS = {
  'loses-a-slice': (rows) => rows.slice(1),
  'invents-a-slice': (rows) => rows.concat(rows.slice(-1)),
  'slices-overlap': (rows) =>
    rows.map(([start, end, ...rest], i) => [i === 0 ? start : rows[i - 1][1] - 1, end, ...rest]),
  'slices-backwards': (rows) => rows.toReversed(),
  'slice-ends-before-start': (rows) => rows.map(([start, end, ...rest]) => [end, start, ...rest]),
  'instant-slices': (rows) => rows.map(([start, , ...rest]) => [start, start, ...rest]),
  'slices-of-the-past': (rows) => rows.map(([start, end, ...rest]) => [start - 1e12, end - 1e12, ...rest]),
  'slices-longer-than-turns': (rows) => rows.map(([start, end, ...rest]) => [start, end + 1e9, ...rest]),
  'cpu-beyond-wall': (rows) =>
    rows.map(([start, end, cpu, , operations]) => [start, end, cpu, cpu + 1000 * (end - start), operations]),
  'cpu-backwards': (rows) => rows.map(([start, end, from, to, count]) => [start, end, to, from, count]),
  'swaps-slice-operations': (rows) =>
    rows.map(([start, end, from, to], i) => [start, end, from, to, rows[rows.length - 1 - i][4]]),
};

/** Whether the harness gave us a socket for tokens. */
export function hasTokens() {
  try {
    return fstatSync(TOKENS).isSocket();
  } catch {
    return false;
  }
}

/** Plays until the token 0. `tools`: `now`, `say`, `hang`, `path` of the sidecar, `totals`. */
export async function playSlices({ id, capacity }, fault, tools) {
  if (fault === 'no-slice')
    return tools.say({ kind: 'failed', id, code: 'no-slice', message: 'cannot be sliced', definite: false });
  if (fault === 'refuses-slices')
    return tools.say({ kind: 'refused', id, code: 'bad-state', reason: 'not now' });
  const rows = [];
  for (let operations = readToken(); operations > 0; operations = readToken()) {
    if (rows.length === capacity) {
      answer(FAILED);
      const text = `more than ${capacity} slices`;
      return tools.say({ kind: 'failed', id, code: 'too-many-slices', message: text, definite: false });
    }
    if (fault in IN_SLICE && rows.length === 1) return IN_SLICE[fault]({ ...tools, id });
    if (fault === 'talks-between-slices') writeSync(1, 'INFO one more slice\n');
    rows.push(slice(operations, tools.now));
    answer(DONE);
  }
  const operations = rows.reduce((sum, row) => sum + row[4], 0);
  tools.totals.slices += rows.length;
  tools.totals.operations += operations;
  const written = fault in ROWS ? ROWS[fault](rows) : rows;
  const cut = fault === 'truncated-slices' ? 5 : 0;
  const slices = appendSegment(tools.path, 'slices', written, cut);
  const lie = fault === 'lies-about-sliced-operations' ? 1 : 0;
  return tools.say({ kind: 'sliced', id, operations: operations + lie, slices });
}

function slice(operations, now) {
  const cpuStart = cpuNs();
  const start = now();
  while (now() < start + operations * OPERATION_NS);
  const end = now();
  return [start, end, cpuStart, cpuNs(), operations];
}

function cpuNs() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** Blocks. The end of the file ends the process. */
function readToken() {
  const token = Buffer.alloc(4);
  for (let read = 0; read < 4; ) {
    const bytes = readSync(TOKENS, token, read, 4 - read, null);
    if (bytes === 0) process.exit(0);
    read += bytes;
  }
  return token.readUInt32LE(0);
}

function answer(byte) {
  writeSync(TOKENS, Buffer.from([byte]));
}
