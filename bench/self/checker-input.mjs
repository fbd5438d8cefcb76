// What the passes over many events work on: the request, its scenario, and the events, made chunk by chunk or one by one.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32 } from 'node:zlib';

const { dist, duplicates = 0, ...request } = JSON.parse(process.argv[2]);
export const { pass, rows, keys, file } = request;
export { duplicates };
export const load = (path) => import(pathToFileURL(join(dist, path)).href);
export const CHUNK_ROWS = 65_536;
export const ARM = 1;
const FIRE = 2;

const words = { text: '', key: '', id: '', digest: '' };
export const scenario = {
  alphabet: [
    { name: 'arm', code: ARM, order: 'sequence', ...words },
    { name: 'fire', code: FIRE, order: 'sequence', ...words },
  ],
  rules: [
    { kind: 'exact', id: 'X1', level: 'must', text: '', events: ['arm', 'fire'] },
    { kind: 'edge', id: 'E1', level: 'must', text: '', before: 'arm', after: 'fire', join: 'key-id' },
    { kind: 'count', id: 'C1', level: 'must', text: '', event: 'fire', product: [rows / 2] },
  ],
  operations: () => rows / 2,
  expected,
};

/** What making the events cost, which is not counted. */
export const production = { micros: 0 };

/** Chunks as the sidecar reader hands them out. What making them costs is not counted. */
export function* produced() {
  let before = process.cpuUsage();
  const columns = firstChunk();
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    if (first > 0) advance(columns);
    const { user, system } = process.cpuUsage(before);
    production.micros += user + system;
    const left = rows - first;
    yield left >= CHUNK_ROWS ? columns : cut(columns, left);
    before = process.cpuUsage();
  }
}

/** Key after key, each armed and then fired, over and over. */
export function firstChunk() {
  const columns = {
    time: new Float64Array(CHUNK_ROWS),
    key: new Uint32Array(CHUNK_ROWS),
    id: new Uint32Array(CHUNK_ROWS),
    digest: new Uint32Array(CHUNK_ROWS),
    kind: new Uint16Array(CHUNK_ROWS),
  };
  for (let row = 0; row < CHUNK_ROWS; row++) {
    const turn = Math.floor(row / keys);
    columns.time[row] = row * 100;
    columns.key[row] = row % keys;
    columns.id[row] = turn >> 1;
    columns.digest[row] = Math.imul(row, 0x9e3779b1);
    columns.kind[row] = turn % 2 === 0 ? ARM : FIRE;
  }
  return columns;
}

function advance({ time, id }) {
  const ids = CHUNK_ROWS / keys / 2;
  for (let row = 0; row < CHUNK_ROWS; row++) {
    time[row] += CHUNK_ROWS * 100;
    id[row] += ids;
  }
}

function cut(columns, length) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.subarray(0, length)]),
  );
}

function* expected() {
  for (let row = 0; row < rows - duplicates; row++) {
    const { kind, key, id, digest } = eventAt(row);
    yield { kind: kind === ARM ? 'arm' : 'fire', key, id, digest };
  }
}

export function fingerprint(value) {
  return crc32(JSON.stringify(value)).toString(16);
}

export function eventAt(row) {
  const turn = Math.floor(row / keys);
  const digest = Math.imul(row % CHUNK_ROWS, 0x9e3779b1) >>> 0;
  return { kind: turn % 2 === 0 ? ARM : FIRE, key: row % keys, id: turn >> 1, digest };
}
