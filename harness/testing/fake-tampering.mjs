// What a runner may do to the files that it was given: `tampers:<moment>:<way>:<samples or events>`.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';

/** Far beyond all limits, and no byte of it is on the disk. */
const SPARSE_BYTES = 2 ** 42;

const aside = (path) => {
  const former = `${path}.former`;
  if (existsSync(path)) renameSync(path, former);
  return former;
};

const WAYS = {
  fifo(path) {
    rmSync(path, { force: true });
    execFileSync('mkfifo', [path]);
  },
  link(path) {
    symlinkSync(aside(path), path);
  },
  dangling(path) {
    rmSync(path, { force: true });
    symlinkSync(`${path}.nowhere`, path);
  },
  device(path) {
    rmSync(path, { force: true });
    symlinkSync('/dev/zero', path);
  },
  folder(path) {
    rmSync(path, { force: true });
    mkdirSync(path);
    writeFileSync(`${path}/within`, 'x');
  },
  removed(path) {
    rmSync(path, { force: true });
  },
  /** Its own words, in a file that the harness did not make. */
  another(path) {
    const former = aside(path);
    execFileSync('cp', [former, path]);
  },
  sparse(path) {
    truncateSync(path, SPARSE_BYTES);
  },
  grown(path) {
    appendFileSync(path, Buffer.alloc(1000, 7));
  },
  shrunk(path) {
    truncateSync(path, Math.max(0, statSync(path).size - 5));
  },
  async socket(path) {
    rmSync(path, { force: true });
    const server = createServer();
    await new Promise((done) => server.listen(path, done));
  },
};

/** Undefined where the fault is another one, or its moment is another. */
export function tamper(fault, moment, prepared) {
  const [kind, wanted, way, name] = fault.split(':');
  if (kind !== 'tampers' || wanted !== moment || prepared === null) return undefined;
  return WAYS[way](prepared.sidecar[name]);
}
