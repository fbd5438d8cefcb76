// Sidecar files against the shared segments, byte for byte.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSidecar } from './sidecar.ts';

type Columns = Readonly<Record<string, readonly number[]>>;
const fixtures: {
  readonly whole: readonly {
    name: string;
    layout: 'samples' | 'events' | 'slices';
    columns: Columns;
    hex: string;
  }[];
  readonly file: {
    hex: string;
    segments: readonly { offset: number; count: number; values: readonly number[] }[];
  };
} = JSON.parse(
  readFileSync(new URL('../../harness/contract/fixtures/segments.json', import.meta.url), 'utf8'),
);

const folder = mkdtempSync(join(tmpdir(), 'evenloop-sidecar-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As in the recorder: longer than what is filled. */
const f64 = (values: readonly number[] = []): Float64Array => Float64Array.from([...values, 99, 99]);
const u32 = (values: readonly number[] = []): Uint32Array => Uint32Array.from([...values, 99, 99]);
const u16 = (values: readonly number[] = []): Uint16Array => Uint16Array.from([...values, 99, 99]);

it.each(fixtures.whole)('writes $name', ({ name, layout, columns, hex }) => {
  const path = join(folder, name);
  const sidecar = openSidecar(path);
  const rows = Object.values(columns)[0]?.length ?? 0;
  const { time, key, id, digest, kind, value } = columns;
  const { start, end, cpuStart, cpuEnd, operations } = columns;
  const ordered = {
    samples: () => [f64(value)],
    events: () => [f64(time), u32(key), u32(id), u32(digest), u16(kind)],
    slices: () => [f64(start), f64(end), f64(cpuStart), f64(cpuEnd), u32(operations)],
  };
  expect(sidecar.append(layout, ordered[layout](), rows)).toEqual({ offset: 0, count: rows });
  sidecar.close();
  expect(readFileSync(path).toString('hex')).toBe(hex);
});

it('appends segment after segment and says where each begins', () => {
  const path = join(folder, 'several');
  const sidecar = openSidecar(path);
  for (const { offset, count, values } of fixtures.file.segments)
    expect(sidecar.append('samples', [f64(values)], values.length)).toEqual({ offset, count });
  sidecar.close();
  expect(readFileSync(path).toString('hex')).toBe(fixtures.file.hex);
});

it('names the file that cannot be made', () => {
  const path = join(folder, 'nowhere', 'samples');
  expect(() => openSidecar(path)).toThrow(
    expect.objectContaining({ code: 'sidecar', message: expect.stringContaining(path) }),
  );
});

it('refuses a column of the wrong width', () => {
  const sidecar = openSidecar(join(folder, 'wrong'));
  expect(() => sidecar.append('samples', [u32([1])], 1)).toThrow(
    'a column of 4 bytes where the layout has 8',
  );
  sidecar.close();
});
